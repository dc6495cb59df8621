package com.aoin.reels.bench;

import java.util.List;
import java.util.Locale;

/** The middle and the range of a measurement that was repeated; on a shared machine one value alone says little. */
record Spread(double median, double min, double max, int count) {

    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast(), n);
    }

    /** Cells of a table: median, range, number of values. */
    String cells(int decimals) {
        String number = "%." + decimals + "f";
        String format = " " + number + " | " + number + " – " + number + " | %d ";
        return String.format(Locale.ROOT, format, median, min, max, count);
    }
}
