package com.aoin.reels.reel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of a file of 1000 bytes. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-999, 0, 999",
        "bytes=0-, 0, 999",
        "bytes=999-, 999, 999",
        "bytes=500-999999, 500, 999",
        "bytes=-1, 999, 999",
        "bytes=-1000, 0, 999",
        "bytes=-5000, 0, 999",
        "bytes= 1 - 2, 1, 2",
        "Bytes=1-2, 1, 2",
        "bytes=1-99999999999999999999999999, 1, 999"
    })
    void aPart(String header, long first, long last) {
        assertThat(ByteRange.parse(header, 1000)).isEqualTo(new ByteRange(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999999999-"})
    void nothingOfIt(String header) {
        assertThat(ByteRange.parse(header, 1000).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=2-1",
                "bytes=a-b",
                "bytes=1-2,4-5",
                "items=0-1",
                "bytes=--1",
                "bytes=1--2"
            })
    void whatCannotBeReadIsTheWholeFile(String header) {
        assertThat(ByteRange.parse(header, 1000)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
    void anEmptyFileHasNoPart(String header) {
        assertThat(ByteRange.parse(header, 0).isEmpty()).isTrue();
    }
}
