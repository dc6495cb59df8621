package com.aoin.reels.feed.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.feed.cache.FeedCache.Preferences;
import com.aoin.reels.feed.cache.FeedCodec.Stamped;
import com.aoin.reels.feed.cache.Generation.Origin;
import com.aoin.reels.feed.ranking.Preference;
import com.aoin.reels.feed.ranking.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedCodecTest {
    private static final Generation FEED = new Generation(
            new Origin(7, 1_700_000_000_123_456L, 20, 42),
            new int[] {1, 2, Integer.MAX_VALUE},
            new int[] {3, 3, 4},
            new int[] {0, 5, 6},
            new byte[] {0, 3, 5},
            2);

    @Test
    void keepsAFeed() {
        Stamped read = FeedCodec.feed(FeedCodec.encode(FEED, 99), 7);
        assertThat(read.version()).isEqualTo(99);
        assertThat(read.generation()).usingRecursiveComparison().isEqualTo(FEED);
        assertThat(read.generation().tier(1)).isEqualTo(Tier.SIMILAR_USERS);
    }

    @Test
    void keepsCuts() {
        Cuts cuts = new Cuts(5, 20, new int[] {21, 40}, new int[] {47}, new int[] {2});
        assertThat(FeedCodec.cuts(FeedCodec.encode(7, cuts), 7))
                .usingRecursiveComparison()
                .isEqualTo(cuts);
    }

    @Test
    void keepsPreferences() {
        Preferences preferences = new Preferences(
                42,
                List.of(
                        new Preference(1, 0.35, Instant.parse("2026-03-01T12:00:00.123456Z")),
                        new Preference(2, 1, Instant.EPOCH)));
        assertThat(FeedCodec.preferences(FeedCodec.encode(7, preferences), 7)).isEqualTo(preferences);
        assertThat(FeedCodec.preferences(FeedCodec.encode(7, new Preferences(1, List.of())), 7))
                .isEqualTo(new Preferences(1, List.of()));
    }

    @Test
    void neverReadsAnotherUsers() {
        assertThat(FeedCodec.feed(FeedCodec.encode(FEED, 99), 8)).isNull();
        assertThat(FeedCodec.preferences(FeedCodec.encode(7, new Preferences(1, List.of())), 8))
                .isNull();
        assertThat(FeedCodec.cuts(FeedCodec.encode(7, new Cuts(5, 20, new int[] {1}, new int[0], new int[0])), 8)
                        .ends())
                .isEmpty();
    }

    @Test
    void readsNothingFromWhatIsMissingOrBroken() {
        assertThat(FeedCodec.feed(null, 7)).isNull();
        assertThat(FeedCodec.cuts(null, 7).ends()).isEmpty();
        assertThat(FeedCodec.preferences(null, 7)).isNull();
        byte[] whole = FeedCodec.encode(FEED, 99);
        for (int length = 0; length < whole.length; length++) {
            assertThat(FeedCodec.feed(Arrays.copyOf(whole, length), 7)).isNull();
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            Stamped read = FeedCodec.feed(broken, 7);
            assertThat(read == null || read.generation().length() == 3).isTrue();
        }
    }
}
