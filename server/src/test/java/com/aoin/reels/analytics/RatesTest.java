package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {
    /** The first two are the specification's own. */
    @ParameterizedTest
    @CsvSource({
        "15000, 2500, 800, 22.00",
        "150, 25, 10, 23.33",
        "3, 1, 1, 66.67",
        "800, 1, 0, 0.13",
        "1600, 1, 0, 0.06",
        "1, 3, 2, 500.00",
        "0, 0, 0, 0.00",
        "0, 4, 5, 0.00",
        "2147483647, 2147483647, 2147483647, 200.00",
    })
    void engagementIsLikesAndSharesForAHundredViews(long views, long likes, long shares, BigDecimal rate) {
        assertThat(Rates.engagement(views, likes, shares)).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({"15000, 45, 333.33", "2500, 45, 55.56", "1, 8, 0.13", "7, 0, 0.00", "0, 3, 0.00"})
    void averagesHaveTwoDecimals(long sum, long count, BigDecimal average) {
        assertThat(Rates.average(sum, count)).isEqualTo(average);
    }
}
