package com.aoin.reels.feed.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.feed.cache.Generation.Origin;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutsTest {
    private static final Generation FEED = feed(1, 10);

    private static Generation feed(long madeMicros, int length) {
        int[] ids = IntStream.rangeClosed(1, length).toArray();
        return new Generation(new Origin(7, madeMicros, 3, 0), ids, ids, new int[length], new byte[length], length);
    }

    private static Cuts cuts(int perPage) {
        return Cuts.none().of(FEED, perPage);
    }

    @Test
    void pagesBeginAsPlanned() {
        assertThat(cuts(3).start(1, FEED.runs())).isZero();
        assertThat(cuts(3).start(2, FEED.runs())).isEqualTo(3);
        assertThat(cuts(3).start(4, FEED.runs())).isEqualTo(9);
        assertThat(cuts(3).start(5, FEED.runs())).isEqualTo(10);
        assertThat(cuts(3).start(Integer.MAX_VALUE, FEED.runs())).isEqualTo(10);
    }

    @Test
    void aPageThatEndedLaterMovesThoseAfterIt() {
        Cuts cut = cuts(3).with(1, 5, new int[0], FEED.runs());
        assertThat(cut.start(1, FEED.runs())).isZero();
        assertThat(cut.start(2, FEED.runs())).isEqualTo(5);
        assertThat(cut.start(3, FEED.runs())).isEqualTo(8);
        assertThat(cut.isAsPlanned(FEED.runs())).isFalse();
    }

    @Test
    void aPageThatIsCutBehindUnknownOnesTakesThemAsPlanned() {
        Cuts cut = cuts(3).with(3, 10, new int[0], FEED.runs());
        assertThat(cut.ends()).containsExactly(3, 6, 10);
    }

    @Test
    void aPageThatIsCutAgainVoidsThoseAfterIt() {
        Cuts cut = cuts(3).with(1, 5, new int[0], FEED.runs())
                .with(2, 8, new int[0], FEED.runs())
                .with(1, 3, new int[0], FEED.runs());
        assertThat(cut.ends()).containsExactly(3);
        assertThat(cut.isAsPlanned(FEED.runs())).isTrue();
    }

    @Test
    void whatWasShownBeforeItsTurnIsLeftOutLater() {
        Cuts cut = cuts(3).with(1, 3, new int[] {5}, FEED.runs());
        assertThat(cut.isShownBefore(2, 5)).isTrue();
        assertThat(cut.isShownBefore(1, 5)).isFalse();
        assertThat(cut.start(3, FEED.runs())).isEqualTo(7);
        assertThat(cut.isAsPlanned(FEED.runs())).isFalse();
        assertThat(cut.with(1, 3, new int[0], FEED.runs()).isAsPlanned(FEED.runs()))
                .isTrue();
    }

    @Test
    void areOfOneFeedAndOneSizeOfPages() {
        Cuts cut = cuts(3).with(1, 5, new int[0], FEED.runs());
        assertThat(cut.of(FEED, 3)).isSameAs(cut);
        assertThat(cut.of(FEED, 4).ends()).isEmpty();
        assertThat(cut.of(feed(2, 10), 3).ends()).isEmpty();
    }
}
