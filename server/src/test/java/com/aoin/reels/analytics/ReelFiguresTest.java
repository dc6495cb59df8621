package com.aoin.reels.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.analytics.ReelFigures.Sort;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReelFiguresTest {
    private final Random random = new Random(20_260_301);

    private ReelFigures some(int id) {
        return new ReelFigures(id, random.nextInt(4), random.nextInt(5), random.nextInt(4), random.nextInt(3), 0, 0, 0);
    }

    private static BigDecimal key(Sort sort, ReelFigures reel) {
        return switch (sort) {
            case CREATED_AT -> BigDecimal.ZERO;
            case VIEWS -> BigDecimal.valueOf(reel.views());
            case LIKES -> BigDecimal.valueOf(reel.likes());
            case SHARES -> BigDecimal.valueOf(reel.shares());
            case ENGAGEMENT ->
                reel.views() == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(reel.likes() + reel.shares())
                                .divide(BigDecimal.valueOf(reel.views()), MathContext.DECIMAL64);
        };
    }

    /** The most first, then the newest, then the highest id; the order is one, whatever order it starts from. */
    @ParameterizedTest
    @EnumSource
    void theMostComesFirstAndEqualOnesNewestFirst(Sort sort) {
        List<ReelFigures> reels =
                IntStream.rangeClosed(1, 500).mapToObj(this::some).toList();
        Comparator<ReelFigures> naive = Comparator.comparing((ReelFigures reel) -> key(sort, reel))
                .thenComparingLong(ReelFigures::createdMicros)
                .thenComparingInt(ReelFigures::reelId)
                .reversed();
        assertThat(reels.stream().sorted(sort.order()))
                .containsExactlyElementsOf(reels.stream().sorted(naive).toList());
    }
}
