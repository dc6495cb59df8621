package com.aoin.reels.bench;

import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in groups as an SVG that reads well on light and dark pages.
 *
 * @param groups what the values of each kind of bar stand for
 * @param bars   kinds of bars, each with a value per group
 * @param format of the values
 */
record BarChart(String title, List<String> groups, List<Bars> bars, String format) {
    private static final int WIDTH = 760;
    private static final int LABELS = 330;
    private static final int LONGEST = 340;
    private static final int BAR = 20;
    private static final int STEP = 26;
    private static final int GROUP = 34;
    private static final int TOP = 48;

    /** Bars of one kind. */
    record Bars(String name, List<Double> values) {}

    String svg() {
        int height = TOP + groups.size() * (GROUP + bars.size() * STEP) + 8;
        StringBuilder out = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>%3$s</title>
                <style>
                  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
                  .title { font-size: 16px; font-weight: 600 }
                  .group { font-weight: 600 }
                  .k0 { fill: #8c959f } .k1 { fill: #0969da } .k2 { fill: #54aeff } .k3 { fill: #1b7c83 }
                  .k4 { fill: #bf8700 }
                  @media (prefers-color-scheme: dark) {
                    text { fill: #e6edf3 }
                    .k0 { fill: #6e7681 } .k1 { fill: #58a6ff } .k2 { fill: #1f6feb } .k3 { fill: #39c5cf }
                    .k4 { fill: #d29922 }
                  }
                </style>
                """.formatted(WIDTH, height, title));
        text(out, 0, 22, "title", title);
        double most = bars.stream()
                .flatMap(kind -> kind.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        int y = TOP;
        for (int group = 0; group < groups.size(); group++) {
            text(out, 0, y + 14, "group", groups.get(group));
            y += GROUP - 10;
            for (int kind = 0; kind < bars.size(); kind++) {
                double value = bars.get(kind).values().get(group);
                long length = Math.max(1, Math.round(LONGEST * value / most));
                text(out, 12, y + 15, "", bars.get(kind).name());
                out.append("<rect class=\"k%d\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>\n"
                        .formatted(kind, LABELS, y, length, BAR));
                text(out, LABELS + (int) length + 6, y + 15, "", String.format(Locale.ROOT, format, value));
                y += STEP;
            }
            y += 10;
        }
        return out.append("</svg>\n").toString();
    }

    private static void text(StringBuilder out, int x, int y, String style, String text) {
        out.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, text));
    }
}
