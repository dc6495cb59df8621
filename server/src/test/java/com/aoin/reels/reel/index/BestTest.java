package com.aoin.reels.reel.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "1, 1, 0",
        "5, 5, 5",
        "5, 9, 9",
        "63, 64, 0",
        "1000, 1, 0",
        "1000, 20, 0",
        "1000, 500, 480",
        "1000, 1000, 0",
        "1000, 1000, 980",
        "1000, 2000, 999",
        "100000, 31, 30",
        "100000, 65000, 64980"
    })
    void theHighestComeInOrderWithoutTheVeryHighest(int offered, int limit, int without) {
        long[] values = new Random(offered).longs().distinct().limit(offered).toArray();
        for (long[] order : new long[][] {values, ascending(values), descending(values)}) {
            Best best = new Best(limit);
            Arrays.stream(order).forEach(best::offer);
            assertThat(best.sorted(without))
                    .isEqualTo(Arrays.stream(descending(values))
                            .limit(limit)
                            .skip(without)
                            .toArray());
        }
    }

    private static long[] ascending(long[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static long[] descending(long[] values) {
        long[] ascending = ascending(values);
        return LongStream.range(0, ascending.length)
                .map(i -> ascending[ascending.length - 1 - (int) i])
                .toArray();
    }
}
