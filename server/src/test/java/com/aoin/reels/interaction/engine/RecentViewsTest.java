package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A window of three: who stays, who goes, and what is written. */
class RecentViewsTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0);

    /** Rows 11, 12, … with reels 1, 2, … viewed a minute apart. */
    private static RecentViews window(int limit, int rows) {
        RecentViews window = new RecentViews(limit, rows);
        for (int reel = 1; reel <= rows; reel++) {
            window.know(new Row(10 + reel, reel, NOON.plusMinutes(reel), 5, NOON));
        }
        return window;
    }

    private static LocalDateTime minute(int minute) {
        return NOON.plusMinutes(minute);
    }

    private static void view(RecentViews window, int reel, Integer seconds, int minute) {
        window.view(reel, seconds, minute(minute), minute(60));
    }

    @Test
    void aNewReelFillsTheWindow() {
        RecentViews window = window(3, 2);
        view(window, 9, 7, 30);
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written()).containsExactly(new Row(null, 9, minute(30), 7, minute(60)));
    }

    @Test
    void aNewReelPushesTheOldestOutAndTakesItsRow() {
        RecentViews window = window(3, 3);
        view(window, 9, null, 30);
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written()).containsExactly(new Row(11, 9, minute(30), null, minute(60)));
    }

    @Test
    void aRowThatIsKnownWholeStaysSoInEitherOrder() {
        Row whole = new Row(11, 1, minute(1), 5, NOON);
        for (boolean wholeFirst : List.of(true, false)) {
            RecentViews window = new RecentViews(3, 3);
            if (wholeFirst) {
                window.know(whole);
            }
            window.knowOld(11, 1, minute(1));
            if (!wholeFirst) {
                window.know(whole);
            }
            view(window, 1, null, 30);
            assertThat(window.changes().written()).containsExactly(new Row(11, 1, minute(30), 5, NOON));
        }
    }

    @Test
    void aRowOfWhichOnlyItsAgeIsKnownFallsOut() {
        RecentViews window = new RecentViews(3, 3);
        window.knowOld(11, 1, minute(1));
        view(window, 9, 7, 30);
        assertThat(window.changes().written()).containsExactly(new Row(11, 9, minute(30), 7, minute(60)));
    }

    @Test
    void aRewatchMovesUpAndKeepsALengthThatIsNotGiven() {
        RecentViews window = window(3, 3);
        view(window, 1, null, 30);
        view(window, 9, 1, 31);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written())
                .containsExactlyInAnyOrder(
                        new Row(11, 1, minute(30), 5, NOON), new Row(12, 9, minute(31), 1, minute(60)));
    }

    @Test
    void aLateViewOlderThanAllDoesNotComeIn() {
        RecentViews window = window(3, 3);
        view(window, 9, 1, -30);
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written()).isEmpty();
    }

    @Test
    void aLateViewBetweenTheOthersPushesTheOldestOut() {
        RecentViews window = window(3, 3);
        window.view(9, 1, minute(1).plusSeconds(1), minute(60));
        assertThat(window.changes().written())
                .containsExactly(new Row(11, 9, minute(1).plusSeconds(1), 1, minute(60)));
    }

    @Test
    void ofEqualTimesTheLowerIdGoesFirst() {
        RecentViews window = new RecentViews(2, 2);
        window.know(new Row(11, 8, NOON, null, NOON));
        window.know(new Row(12, 7, NOON, null, NOON));
        window.view(9, null, NOON, NOON);
        assertThat(window.changes().written()).containsExactly(new Row(12, 9, NOON, null, NOON));
    }

    @Test
    void aLoweredLimitTrimsOnARewatchToo() {
        RecentViews window = window(2, 5);
        view(window, 1, 3, 30);
        assertThat(window.size()).isEqualTo(2);
        assertThat(window.changes().deleted()).containsExactlyInAnyOrder(12, 13, 14);
        assertThat(window.changes().written()).containsExactly(new Row(11, 1, minute(30), 3, NOON));
    }

    @Test
    void manyNewReelsLeaveTheNewestAndWriteNoneTwice() {
        RecentViews window = window(3, 3);
        for (int reel = 20; reel < 30; reel++) {
            view(window, reel, null, reel);
        }
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written().stream().map(Row::reelId)).containsExactlyInAnyOrder(27, 28, 29);
        assertThat(window.changes().written().stream().map(Row::id))
                .containsExactlyInAnyOrderElementsOf(List.of(11, 12, 13));
    }

    @Test
    void aReelThatFellOutAndComesBackInTheSameBatchGetsItsOwnRowAgain() {
        RecentViews window = window(2, 2);
        view(window, 8, 1, 30);
        view(window, 9, 1, 31);
        // Both rows were taken by others meanwhile.
        view(window, 2, 2, 32);
        view(window, 1, 2, 33);
        assertThat(window.changes().deleted()).isEmpty();
        assertThat(window.changes().written())
                .containsExactlyInAnyOrder(
                        new Row(11, 1, minute(33), 2, minute(60)), new Row(12, 2, minute(32), 2, minute(60)));
    }

    @Test
    void oneThatComesBackAloneLeavesTheOtherRowToTheNewReel() {
        RecentViews window = window(2, 2);
        view(window, 8, 1, 30);
        view(window, 9, 1, 31);
        view(window, 2, 2, 32);
        assertThat(window.changes().written())
                .containsExactlyInAnyOrder(
                        new Row(12, 2, minute(32), 2, minute(60)), new Row(11, 9, minute(31), 1, minute(60)));
    }

    @Test
    void aReelThatFellOutAndComesBackInTheSameBatchIsARowAgain() {
        RecentViews window = window(1, 1);
        view(window, 9, 1, 30);
        view(window, 1, 2, 31);
        assertThat(window.changes().written()).containsExactly(new Row(11, 1, minute(31), 2, minute(60)));
    }
}
