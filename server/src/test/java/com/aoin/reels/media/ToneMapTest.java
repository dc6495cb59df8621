package com.aoin.reels.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Brightness and hue of what is mapped to standard range. */
class ToneMapTest {
    private static final Offset<Double> NEAR = within(0.005);

    private static double[] grey(DynamicRange range, double code) {
        return new ToneMap(range).standard(new double[] {code, code, code});
    }

    /** The codes are those of 0, 1, 50, 203, 1000 and 10000 nits. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.1499, 0.0893", "0.4403, 0.5289", "0.5807, 0.8971", "0.7518, 1", "1, 1"})
    void darkStaysBrightIsCompressed(double code, double expected) {
        for (double channel : grey(DynamicRange.PQ, code)) {
            assertThat(channel).isCloseTo(expected, NEAR);
        }
    }

    @Test
    void whitePaperIsTheSameInBoth() {
        assertThat(grey(DynamicRange.HLG, 0.75)).containsExactly(grey(DynamicRange.PQ, 0.5807), NEAR);
        assertThat(grey(DynamicRange.HLG, 1)[0]).isCloseTo(1, NEAR);
    }

    @ParameterizedTest
    @EnumSource(value = DynamicRange.class, names = "STANDARD", mode = EnumSource.Mode.EXCLUDE)
    void brighterIsNeverDarker(DynamicRange range) {
        double before = 0;
        for (int step = 0; step <= 1000; step++) {
            double now = grey(range, step / 1000.0)[1];
            assertThat(now).isBetween(before - 1e-9, 1.0);
            before = now;
        }
    }

    /** A red of BT.709 at 100 nits, whose codes have all three channels in BT.2020. */
    @Test
    void aHueStays() {
        double[] red = new ToneMap(DynamicRange.PQ).standard(new double[] {0.46207, 0.27134, 0.17662});
        assertThat(red[0]).isCloseTo(0.7244, NEAR);
        assertThat(red[1]).isLessThan(0.05);
        assertThat(red[2]).isLessThan(0.05);
    }
}
