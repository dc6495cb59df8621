package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "7", "0019", "123456"})
    void aFewDigitsAreANumber(String text) {
        assertThat(Digits.isNumber(text, 6)).isTrue();
    }

    /** The last ones are digits too, but not of those that numbers are written with here. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "1234567", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "/", ":", "1\n", "\u0661", "\uff11"})
    void nothingElseIs(String text) {
        assertThat(Digits.isNumber(text, 6)).isFalse();
    }
}
