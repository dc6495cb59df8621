package com.aoin.reels.media;

/** A positive fraction as ffmpeg writes it, such as {@code 30000/1001}. */
public record Fraction(long numerator, long denominator) {
    public Fraction {
        if (numerator <= 0 || denominator <= 0) {
            throw new NumberFormatException("not a positive fraction: " + numerator + "/" + denominator);
        }
    }

    /** Reads {@code a/b} or {@code a:b}; anything unknown, zero or negative is the default. */
    static Fraction parse(String text, Fraction unknown) {
        String[] parts = text.split("[/:]", 3);
        if (parts.length != 2 || !parts[0].matches("\\d{1,10}") || !parts[1].matches("\\d{1,10}")) {
            return unknown;
        }
        long numerator = Long.parseLong(parts[0]);
        long denominator = Long.parseLong(parts[1]);
        return numerator == 0 || denominator == 0 ? unknown : new Fraction(numerator, denominator);
    }

    public double value() {
        return (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
