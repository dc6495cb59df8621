package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.PageRequest;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        return lab.recommended().page(user, new PageRequest(page, 20));
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
        FeedPages.Page small = lab.recommended().page(3, new PageRequest(2, 7));
        assertThat(small.madeAt()).isEqualTo(made);
        assertThat(ids(small)).isEqualTo(ids(page(3, 1)).subList(7, 14));
        FeedPages.Page first = lab.recommended().page(3, new PageRequest(1, 7));
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

    @Test
    void aTrendingListInUseIsMadeAnewBeforeItExpires() {
        Instant made = lab.trending().list(TimeWindow.DAY).madeAt();
        lab.pass(Duration.ofMinutes(9));
        double misses = lab.misses("trending");
        Waiting.until(() -> lab.trending().list(TimeWindow.DAY).madeAt().equals(lab.now()));
        assertThat(lab.misses("trending")).as("nobody has waited").isEqualTo(misses);
        assertThat(made).isBefore(lab.now());
        lab.pass(Duration.ofMinutes(9));
        Waiting.until(() -> lab.trending().list(TimeWindow.DAY).madeAt().equals(lab.now()));
        assertThat(lab.misses("trending")).isEqualTo(misses);
    }

    @Test
    void preferencesAreKeptForAnHour() {
        page(4, 1);
        assertThat(lab.cache().find(4).preferences()).isNotNull();
        lab.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(lab.cache().find(4).preferences()).isNotNull();
        lab.pass(Duration.ofMillis(1));
        assertThat(lab.cache().find(4).preferences()).isNull();
    }

    /** The clock of the machine that a node runs on plays no part, or two nodes would not agree on five minutes. */
    @Test
    void ageIsMeasuredByTheDatabasesClock() {
        Instant tomorrow = lab.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        Instant made = pageAt(tomorrow);
        assertThat(made).isEqualTo(tomorrow);
        assertThat(pageAt(tomorrow.plusSeconds(299))).isEqualTo(made);
        assertThat(pageAt(tomorrow.plusSeconds(300))).isEqualTo(tomorrow.plusSeconds(300));
    }

    /** When page 1 was made that a node serves while the database's clock stands at a time. */
    private static Instant pageAt(Instant time) {
        Database.Tuning tuning = new Database.Tuning(1, true, "SET SESSION timestamp = " + time.getEpochSecond());
        try (Database database = Database.connect(lab.address(), tuning, Duration.ofSeconds(10))) {
            return lab.recommended(new ShopperDao(database)::totals)
                    .page(5, new PageRequest(1, 20))
                    .madeAt();
        }
    }
}
