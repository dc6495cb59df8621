package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.auth.Caller;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long what has been made is good for. */
class FeedLifetimesIT {
    private static FeedLab lab;

    @BeforeAll
    static void start() {
        lab = new FeedLab(5);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static FeedPages.Page page(int user, int page) {
        return lab.recommended().page(new Caller.Shopper(user), user, new PageRequest(page, 20));
    }

    private static List<Integer> ids(FeedPages.Page page) {
        return page.reels().stream().map(Reel::reelId).toList();
    }

    @Test
    void pageOneIsGoodForFiveMinutes() {
        Instant made = page(1, 1).madeAt();
        lab.pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(page(1, 1).madeAt()).isEqualTo(made);
        lab.pass(Duration.ofMillis(1));
        assertThat(page(1, 1).madeAt()).isEqualTo(lab.now());
    }

    @Test
    void laterPagesGoOnForHalfAnHourAfterTheLastPageOne() {
        Instant made = page(2, 1).madeAt();
        lab.pass(Duration.ofMinutes(4));
        assertThat(page(2, 1).madeAt()).isEqualTo(made);
        List<Integer> second = ids(page(2, 2));
        lab.pass(Duration.ofMinutes(30).minusMillis(1));
        assertThat(page(2, 3).madeAt()).isEqualTo(made);
        assertThat(ids(page(2, 2))).isEqualTo(second);
        lab.pass(Duration.ofMillis(1));
        assertThat(page(2, 2).madeAt()).isEqualTo(lab.now());
    }

    @Test
    void anotherSizeOfPagesIsAnotherFeedForPageOneAndTheSameForLaterOnes() {
        Instant made = page(3, 1).madeAt();
        lab.pass(Duration.ofSeconds(1));
        FeedPages.Page small = lab.recommended().page(new Caller.Shopper(3), 3, new PageRequest(2, 7));
        assertThat(small.madeAt()).isEqualTo(made);
        assertThat(ids(small)).isEqualTo(ids(page(3, 1)).subList(7, 14));
        FeedPages.Page first = lab.recommended().page(new Caller.Shopper(3), 3, new PageRequest(1, 7));
        assertThat(first.madeAt()).isEqualTo(lab.now());
    }

    @Test
    void aTrendingListIsGoodForTenMinutes() {
        Instant made = lab.trending().list(TimeWindow.WEEK).madeAt();
        lab.pass(Duration.ofMinutes(9).minusMillis(1));
        assertThat(lab.trending().list(TimeWindow.WEEK).madeAt()).isEqualTo(made);
        lab.pass(Duration.ofMinutes(1).plusMillis(1));
        assertThat(lab.trending().list(TimeWindow.WEEK).madeAt()).isAfter(made);
    }
}
