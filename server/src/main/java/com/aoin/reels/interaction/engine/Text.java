package com.aoin.reels.interaction.engine;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The text of statements. The values in it are numbers and times of ours, never texts of others, so they stand in it as
 * they are: a batch would have to bind thousands of them.
 */
final class Text {
    private final StringBuilder text = new StringBuilder();

    Text add(String sql) {
        text.append(sql);
        return this;
    }

    Text add(int number) {
        text.append(number);
        return this;
    }

    /** Begins a JSON list, which is itself one of a list. */
    Text openList() {
        return next().add("[");
    }

    Text value(int number) {
        return next().add(number);
    }

    Text value(long number) {
        next();
        text.append(number);
        return this;
    }

    Text value(@Nullable Integer number) {
        return number == null ? next().add("NULL") : value(number.intValue());
    }

    Text hundredths(int number) {
        next().add(number / 100).add(".");
        return digits(number % 100, 2);
    }

    Text value(LocalDate day) {
        return next().add("'").date(day).add("'");
    }

    /** With microseconds. */
    Text value(@Nullable LocalDateTime time) {
        return time == null ? next().add("NULL") : time(time);
    }

    private Text time(LocalDateTime time) {
        return next().add("'")
                .date(time.toLocalDate())
                .add(" ")
                .digits(time.getHour(), 2)
                .add(":")
                .digits(time.getMinute(), 2)
                .add(":")
                .digits(time.getSecond(), 2)
                .add(".")
                .digits(time.getNano() / 1000, 6)
                .add("'");
    }

    Text value(Pair pair) {
        return value(pair.userId()).value(pair.otherId());
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    void clear() {
        text.setLength(0);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Values stand in brackets of either kind, a comma between them. */
    private Text next() {
        char last = text.charAt(text.length() - 1);
        return last == '(' || last == '[' ? this : add(", ");
    }

    private Text date(LocalDate day) {
        return digits(day.getYear(), 4)
                .add("-")
                .digits(day.getMonthValue(), 2)
                .add("-")
                .digits(day.getDayOfMonth(), 2);
    }

    private Text digits(int number, int count) {
        int power = 1;
        for (int i = 1; i < count; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            text.append((char) ('0' + number / power % 10));
        }
        return this;
    }
}
