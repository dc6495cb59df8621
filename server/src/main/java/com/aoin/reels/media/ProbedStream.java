package com.aoin.reels.media;

import java.util.Map;

/**
 * One stream as ffprobe describes it, before anything of it was decoded.
 *
 * @param picture whether it is one picture that goes with the file, such as a cover
 * @param reordered whether pictures are coded in another order than they are shown in
 */
record ProbedStream(
        int index,
        String type,
        String codec,
        String pixelFormat,
        DynamicRange range,
        boolean picture,
        boolean reordered,
        Fraction timeBase,
        Fraction average,
        Fraction base) {
    private static final Fraction UNKNOWN = new Fraction(30, 1);
    private static final double UNSTEADY = 0.02;

    static ProbedStream of(Map<String, String> fields) {
        return new ProbedStream(
                Integer.parseInt(fields.getOrDefault("index", "")),
                fields.getOrDefault("codec_type", "unknown"),
                fields.getOrDefault("codec_name", "unknown"),
                fields.getOrDefault("pix_fmt", "unknown"),
                DynamicRange.ofTransfer(fields.getOrDefault("color_transfer", "unknown")),
                set(fields, "attached_pic") || set(fields, "timed_thumbnails") || set(fields, "still_image"),
                !fields.getOrDefault("has_b_frames", "0").equals("0"),
                Fraction.parse(fields.getOrDefault("time_base", ""), new Fraction(1, 1000)),
                Fraction.parse(fields.getOrDefault("avg_frame_rate", ""), UNKNOWN),
                Fraction.parse(fields.getOrDefault("r_frame_rate", ""), UNKNOWN));
    }

    boolean isVideo() {
        return type.equals("video") && !picture;
    }

    boolean isAudio() {
        return type.equals("audio") && !codec.equals("unknown") && !codec.equals("none");
    }

    /** How long a frame lasts by the average rate, for a stream of which nothing better is known. */
    long ticksPerFrame() {
        return Math.round(1 / (average.value() * timeBase.value()));
    }

    /**
     * A constant frame rate that shows the stream well: its own when it is steady but for a few missing frames, halved
     * until it is at most 60; else 30 or, for a stream faster than that, 60.
     */
    Fraction steadyRate() {
        if (Math.abs(average.value() / base.value() - 1) > UNSTEADY) {
            return new Fraction(average.value() > 31 ? 60 : 30, 1);
        }
        Fraction rate = base;
        while (rate.value() > 60.5) {
            rate = new Fraction(rate.numerator(), 2 * rate.denominator());
        }
        return rate;
    }

    private static boolean set(Map<String, String> fields, String disposition) {
        return "1".equals(fields.get("disposition:" + disposition));
    }
}
