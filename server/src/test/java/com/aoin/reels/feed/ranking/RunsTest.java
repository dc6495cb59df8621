package com.aoin.reels.feed.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunsTest {
    private static Runs ofMerchants(int... merchants) {
        return new Runs(merchants, new int[merchants.length]);
    }

    private static Runs ofCategories(int... categories) {
        int[] merchants = new int[categories.length];
        for (int i = 0; i < merchants.length; i++) {
            merchants[i] = i + 1;
        }
        return new Runs(merchants, categories);
    }

    @Test
    void endWithThePage() {
        Runs runs = ofMerchants(1, 2, 3, 4, 5);
        assertThat(runs.end(0, 2)).isEqualTo(2);
        assertThat(runs.end(2, 2)).isEqualTo(4);
        assertThat(runs.end(4, 2)).isEqualTo(5);
        assertThat(runs.end(5, 2)).isEqualTo(5);
        assertThat(runs.count(0, 2, position -> true)).isEqualTo(3);
    }

    @Test
    void endBeforeTheFourthOfAMerchant() {
        Runs runs = ofMerchants(1, 1, 2, 1, 1, 1);
        assertThat(runs.end(0, 20)).isEqualTo(4);
        assertThat(runs.end(4, 20)).isEqualTo(6);
        assertThat(runs.count(0, 20, position -> true)).isEqualTo(2);
    }

    @Test
    void endBeforeTheSixthOfACategory() {
        assertThat(ofCategories(1, 1, 1, 2, 1, 1, 1, 1).end(0, 20)).isEqualTo(6);
    }

    @Test
    void knowNoCapWithoutACategory() {
        assertThat(ofCategories(0, 0, 0, 0, 0, 0, 0).end(0, 20)).isEqualTo(7);
    }

    @Test
    void passOverWhatDoesNotCount() {
        Runs runs = ofMerchants(1, 1, 1, 1, 2);
        assertThat(runs.end(0, 20, position -> position != 1)).isEqualTo(5);
        assertThat(runs.end(0, 2, position -> position > 1)).isEqualTo(4);
        assertThat(runs.count(0, 1, position -> position == 4)).isOne();
        assertThat(runs.count(0, 1, position -> false)).isZero();
    }

    /** Where every reel is shown, the runs are planned once; from anywhere they are what they would be without a plan. */
    @Test
    void areTheSamePlannedOrNot() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int length = random.nextInt(60);
            Runs runs = new Runs(
                    random.ints(length, 1, 6).toArray(),
                    random.ints(length, 0, 4).toArray());
            for (int start = 0; start <= length; start++) {
                int perPage = 1 + random.nextInt(8);
                assertThat(runs.end(start, perPage)).isEqualTo(runs.end(start, perPage, position -> true));
                assertThat(runs.count(start, perPage)).isEqualTo(runs.count(start, perPage, position -> true));
            }
        }
    }
}
