package com.aoin.reels.media;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From high dynamic range in BT.2020 to the standard one in BT.709, as a table that every ffmpeg can apply; few are built
 * with a filter that knows the formulas. What is darker than about 94 nits stays as it is, brighter light is compressed
 * the more the brighter it is, by the curve of ITU-R BT.2390: white paper, 203 nits, comes to nine tenths of full
 * brightness, and what is between it and 1000 nits shares the rest. A pixel keeps its hue.
 */
final class ToneMap {
    /** Brighter light is cut off. */
    static final double PEAK = 1000;

    /** What full brightness of the standard range stands for. */
    private static final double WHITE = 203;

    /** What phones and browsers show video with. */
    private static final double GAMMA = 2.2;

    private static final int STEPS = 33;

    private static final double PEAK_CODE = DynamicRange.toPq(PEAK);
    private static final double WHITE_SHARE = DynamicRange.toPq(WHITE) / PEAK_CODE;
    private static final double KNEE = 1.5 * WHITE_SHARE - 0.5;

    private final DynamicRange range;

    /** What is done to a video. */
    @FunctionalInterface
    interface Work {
        void run(@Nullable Path table) throws MediaException, InterruptedException, IOException;
    }

    /** Works with the table that a video needs, which lies beside the output meanwhile; null if it needs none. */
    static void during(VideoProbe probe, Path output, Work work)
            throws MediaException, InterruptedException, IOException {
        if (probe.range() == DynamicRange.STANDARD) {
            work.run(null);
            return;
        }
        Path table = output.resolveSibling(output.getFileName() + ".cube");
        try {
            new ToneMap(probe.range()).write(table);
            work.run(table);
        } finally {
            Files.deleteIfExists(table);
        }
    }

    ToneMap(DynamicRange range) {
        this.range = range;
    }

    /** Writes the table in the format of .cube files: the codes of the standard range, red changing fastest. */
    void write(Path cube) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(cube, StandardCharsets.US_ASCII)) {
            out.write("LUT_3D_SIZE " + STEPS + "\n");
            for (int blue = 0; blue < STEPS; blue++) {
                for (int green = 0; green < STEPS; green++) {
                    for (int red = 0; red < STEPS; red++) {
                        double[] code = standard(new double[] {share(red), share(green), share(blue)});
                        out.write(String.format(Locale.ROOT, "%.5f %.5f %.5f%n", code[0], code[1], code[2]));
                    }
                }
            }
        }
    }

    private static double share(int step) {
        return (double) step / (STEPS - 1);
    }

    /** The codes from 0 to 1 that show what these codes of the high range stand for. */
    double[] standard(double[] code) {
        double[] light = inBt709(range.nits(code));
        double brightest = Math.max(light[0], Math.max(light[1], light[2]));
        double gain = brightest <= 0 ? 0 : compressed(brightest) / brightest;
        double[] standard = new double[3];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = Math.pow(Math.min(light[i] * gain / WHITE, 1), 1 / GAMMA);
        }
        return standard;
    }

    /** The same colour in the smaller space of BT.709; what lies outside goes to its edge. */
    private static double[] inBt709(double[] bt2020) {
        double r = bt2020[0];
        double g = bt2020[1];
        double b = bt2020[2];
        return new double[] {
            Math.max(1.660491 * r - 0.587641 * g - 0.072850 * b, 0),
            Math.max(-0.124550 * r + 1.132900 * g - 0.008349 * b, 0),
            Math.max(-0.018151 * r - 0.100579 * g + 1.118730 * b, 0)
        };
    }

    /** BT.2390's curve from 1000 to 203 nits: straight up to the knee, a Hermite spline above. */
    private static double compressed(double nits) {
        double share = Math.min(DynamicRange.toPq(nits) / PEAK_CODE, 1);
        if (share <= KNEE) {
            return nits;
        }
        double t = (share - KNEE) / (1 - KNEE);
        double t2 = t * t;
        double t3 = t2 * t;
        double spline = (2 * t3 - 3 * t2 + 1) * KNEE + (t3 - 2 * t2 + t) * (1 - KNEE) + (3 * t2 - 2 * t3) * WHITE_SHARE;
        return DynamicRange.fromPq(spline * PEAK_CODE);
    }
}
