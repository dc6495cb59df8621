package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is remembered of users from batch to batch, and when it is not used. */
class UserMemoryTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0, 0, 123_456_000);
    private static final long VERSION = 1;

    private final UserMemory memory = new UserMemory(100_000);

    /** A batch in which a user does nothing that is new; the window of one view is full. */
    private void batch(int user) {
        batch(user, VERSION, 1);
    }

    private void batch(int user, long version, int views) {
        BatchState state = new BatchState();
        state.begin(NOON);
        state.know(user, new UserTotals(0, views, 0), version);
        RememberedUser remembered = memory.take(user, version);
        if (!remembered.isComplete() && remembered.isRegular()) {
            remembered.know(new Row(user, 1, NOON, 5, NOON));
            remembered.complete();
        }
        state.know(user, remembered);
        state.know(user, new RecentViews(1, 1));
        memory.put(state);
    }

    private void comeBack(int user) {
        for (int i = 0; i < 5; i++) {
            batch(user);
        }
    }

    @Test
    void whoComesBackOftenEnoughIsReadAsAWhole() {
        for (int i = 0; i < 4; i++) {
            assertThat(memory.expects(1)).isFalse();
            batch(1);
        }
        assertThat(memory.expects(1)).isTrue();
        batch(1);
        assertThat(memory.found()).isZero();
        assertThat(memory.missed()).isEqualTo(5);
        assertThat(memory.take(1, VERSION).row(1)).isEqualTo(new Row(1, 1, NOON, 5, NOON));
        assertThat(memory.found()).isEqualTo(1);
    }

    @Test
    void whatIsOfAnotherVersionIsForgotten() {
        comeBack(1);
        assertThat(memory.take(1, VERSION + 1).isComplete()).isFalse();
        assertThat(memory.expects(1)).isFalse();
    }

    @Test
    void whoWasOnAnotherNodeHasToComeBackMoreOften() {
        comeBack(1);
        batch(1, VERSION + 1, 1);
        for (int i = 0; i < 14; i++) {
            batch(1, VERSION + 1, 1);
        }
        assertThat(memory.expects(1)).isFalse();
        batch(1, VERSION + 1, 1);
        assertThat(memory.expects(1)).isTrue();
    }

    @Test
    void whoHasViewedTooMuchIsNotRemembered() {
        for (int i = 0; i < 20; i++) {
            batch(1, VERSION, UserMemory.MOST_VIEWS + 1);
            batch(2, VERSION, UserMemory.MOST_VIEWS);
        }
        assertThat(memory.expects(1)).isFalse();
        assertThat(memory.expects(2)).isTrue();
    }

    @Test
    void whoHasViewedTooMuchByNowIsForgotten() {
        comeBack(1);
        batch(1, VERSION, UserMemory.MOST_VIEWS);
        assertThat(memory.expects(1)).isTrue();
        batch(1, VERSION, UserMemory.MOST_VIEWS + 1);
        assertThat(memory.expects(1)).isFalse();
    }

    /** Whose totals are there, but whom the shop no longer has. */
    @Test
    void whoIsGoneIsLeftOut() {
        BatchState state = new BatchState();
        state.begin(NOON);
        state.know(1, new UserTotals(0, 1, 0), VERSION);
        state.know(1, new RecentViews(1, 1));
        memory.put(state);
        assertThat(memory.expects(1)).isFalse();
    }

    @Test
    void twoBatchesNeverHaveTheSameUser() {
        comeBack(1);
        assertThat(memory.take(1, VERSION).isComplete()).isTrue();
        assertThat(memory.take(1, VERSION).isComplete()).isFalse();
    }

    @Test
    void whoIsForgottenIsUnknown() {
        comeBack(1);
        memory.forget(List.of(1, 2));
        assertThat(memory.expects(1)).isFalse();
    }

    @Test
    void whoWasAwayForLongestLeavesFirst() {
        int users = 0;
        do {
            users++;
            comeBack(users);
            assertThat(users).isLessThan(1000);
        } while (memory.expects(1));
        assertThat(memory.expects(2)).isTrue();
        assertThat(memory.expects(users)).isTrue();
        batch(2);
        comeBack(users + 1);
        assertThat(memory.expects(2)).isTrue();
        assertThat(memory.expects(3)).isFalse();
    }

    @Test
    void withoutRoomNobodyIsRemembered() {
        UserMemory none = new UserMemory(0);
        for (int i = 0; i < 9; i++) {
            BatchState state = new BatchState();
            state.begin(NOON);
            state.know(1, new UserTotals(0, 1, 0), VERSION);
            state.know(1, none.take(1, VERSION));
            state.know(1, new RecentViews(1, 1));
            none.put(state);
        }
        assertThat(none.expects(1)).isFalse();
    }

    @Test
    void aVersionNeverComesTwice() {
        BatchState state = new BatchState();
        state.begin(NOON);
        state.know(1, new UserTotals(0, 0, 0), 5);
        assertThat(state.versionAfter(1)).as("nothing done").isEqualTo(5);
        state.addToTotals(1, 1, 0, 0);
        assertThat(state.versionAfter(1)).isEqualTo(RememberedUser.micros(NOON));
        state.know(1, new UserTotals(0, 0, 0), RememberedUser.micros(NOON) + 7);
        long ahead = RememberedUser.micros(NOON) + 7;
        assertThat(state.versionAfter(1))
                .as("the clock was set back")
                .isGreaterThan(ahead)
                .isEqualTo(state.versionAfter(1));
    }
}
