package com.aoin.reels.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Named series of measurements. */
final class Figures {
    private final Map<String, List<Double>> series = new HashMap<>();

    void add(String name, double value) {
        series.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    void addAll(Figures others) {
        others.series.forEach((name, values) -> values.forEach(value -> add(name, value)));
    }

    List<Double> of(String name) {
        return series.getOrDefault(name, List.of());
    }

    double median(String name) {
        return Spread.of(of(name)).median();
    }
}
