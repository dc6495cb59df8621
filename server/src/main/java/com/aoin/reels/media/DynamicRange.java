package com.aoin.reels.media;

import java.util.stream.DoubleStream;

/**
 * How a video codes brightness. The two of high dynamic range (HDR) look grey and pale when a player takes them for the
 * standard one, which is why they are {@linkplain ToneMap mapped} to it.
 */
public enum DynamicRange {
    STANDARD {
        @Override
        double[] nits(double[] code) {
            throw new UnsupportedOperationException("What is standard already is not mapped");
        }
    },

    /** SMPTE ST 2084, of HDR10 and Dolby Vision: each code stands for a brightness. */
    PQ {
        @Override
        double[] nits(double[] code) {
            return DoubleStream.of(code).map(DynamicRange::fromPq).toArray();
        }
    },

    /** ARIB STD-B67, of iPhones and television: a code is relative to the display's peak, 1000 nits here. */
    HLG {
        @Override
        double[] nits(double[] code) {
            double[] scene =
                    DoubleStream.of(code).map(DynamicRange::sceneFromHlg).toArray();
            double luma = 0.2627 * scene[0] + 0.6780 * scene[1] + 0.0593 * scene[2];
            double gain = ToneMap.PEAK * Math.pow(luma, 0.2);
            return DoubleStream.of(scene).map(light -> gain * light).toArray();
        }
    };

    private static final double M1 = 2610.0 / 16384;
    private static final double M2 = 2523.0 / 32;
    private static final double C1 = 3424.0 / 4096;
    private static final double C2 = 2413.0 / 128;
    private static final double C3 = 2392.0 / 128;

    /** ffmpeg's name of the transfer function, such as {@code smpte2084}. */
    static DynamicRange ofTransfer(String transfer) {
        return switch (transfer) {
            case "smpte2084" -> PQ;
            case "arib-std-b67" -> HLG;
            default -> STANDARD;
        };
    }

    /** The light of a pixel in nits, red, green and blue of BT.2020, of its codes from 0 to 1. */
    abstract double[] nits(double[] code);

    private static double sceneFromHlg(double code) {
        return code <= 0.5 ? code * code / 3 : (Math.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    }

    static double fromPq(double code) {
        double root = Math.pow(code, 1 / M2);
        return 10_000 * Math.pow(Math.max(root - C1, 0) / (C2 - C3 * root), 1 / M1);
    }

    static double toPq(double nits) {
        double power = Math.pow(nits / 10_000, M1);
        return Math.pow((C1 + C2 * power) / (1 + C3 * power), M2);
    }
}
