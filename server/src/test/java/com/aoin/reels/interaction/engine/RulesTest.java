package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.interaction.engine.Outcome.Done;
import com.aoin.reels.interaction.engine.Outcome.Refusal;
import com.aoin.reels.interaction.engine.Outcome.Refused;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands do to a state, without a database: outcomes in order, and what is to be written. */
class RulesTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 10, 12, 0);
    private static final Actor USER = new Actor(1, false);
    private static final Actor OWNER = new Actor(2, false);
    private static final Actor ADMIN = new Actor(3, true);
    private static final Actor ADMIN_BY_ROLE = new Actor(4, false);
    private static final Actor NEWCOMER = new Actor(8, false);
    private static final Actor STRANGER = new Actor(9, true);
    private static final Actor UNKNOWN_ADMIN = new Actor(null, true);
    private static final Actor ANYONE = new Actor(null, false);
    private static final int REEL = 10;
    private static final int SOLD_OUT = 11;
    private static final int HIDDEN = 12;
    private static final int MISSING = 99;
    private static final int MERCHANT = 20;
    private static final int INACTIVE = 21;

    private final BatchState state = new BatchState();
    private final Rules rules = new Rules(state);

    RulesTest() {
        state.begin(NOW);
        // Came when the totals were locked already.
        state.knowUser(NEWCOMER.userId(), false);
        state.know(new ReelFacts(REEL, 1, false, true, 2, 30, 5));
        state.know(new ReelFacts(SOLD_OUT, 1, false, false, 2, 30, 5));
        state.know(new ReelFacts(HIDDEN, 1, true, false, 2, 30, 5));
        state.knowMerchant(MERCHANT, true);
        state.knowMerchant(INACTIVE, false);
        for (int user = 1; user <= 4; user++) {
            state.knowUser(user, user == ADMIN_BY_ROLE.userId());
            state.know(user, new UserTotals(0, 0, 0), 0);
            state.know(user, new RecentViews(50, 0));
        }
    }

    private static Outcome refused(Refusal refusal) {
        return new Refused(refusal);
    }

    private List<Outcome> apply(Command... commands) {
        return Stream.of(commands).map(rules::apply).toList();
    }

    static Stream<Arguments> reels() {
        Refusal notFound = Refusal.REEL_NOT_FOUND;
        Refusal notAvailable = Refusal.REEL_NOT_AVAILABLE;
        return Stream.of(
                Arguments.of(new Like(USER, MISSING), notFound),
                Arguments.of(new Unlike(USER, MISSING), notFound),
                Arguments.of(new Share(ANYONE, MISSING), notFound),
                Arguments.of(new View(USER, MISSING, 1, null), notFound),
                Arguments.of(new Like(USER, HIDDEN), notFound),
                Arguments.of(new Unlike(USER, HIDDEN), notFound),
                Arguments.of(new Share(ANYONE, HIDDEN), notFound),
                Arguments.of(new View(USER, HIDDEN, 1, null), notFound),
                Arguments.of(new Like(OWNER, HIDDEN), notAvailable),
                Arguments.of(new Like(ADMIN, HIDDEN), notAvailable),
                Arguments.of(new Like(ADMIN_BY_ROLE, HIDDEN), notAvailable),
                Arguments.of(new Share(UNKNOWN_ADMIN, HIDDEN), notAvailable),
                Arguments.of(new View(OWNER, HIDDEN, 1, null), notAvailable),
                Arguments.of(new Unlike(OWNER, HIDDEN), Refusal.NOT_LIKED),
                Arguments.of(new Like(USER, SOLD_OUT), notAvailable),
                Arguments.of(new Share(ANYONE, SOLD_OUT), notAvailable),
                Arguments.of(new View(USER, SOLD_OUT, 1, null), notAvailable),
                Arguments.of(new Unlike(USER, SOLD_OUT), Refusal.NOT_LIKED),
                Arguments.of(new Unlike(USER, REEL), Refusal.NOT_LIKED),
                Arguments.of(new Follow(USER, INACTIVE), Refusal.MERCHANT_NOT_FOUND),
                Arguments.of(new Follow(USER, MISSING), Refusal.MERCHANT_NOT_FOUND),
                Arguments.of(new Unfollow(USER, MISSING), Refusal.MERCHANT_NOT_FOUND),
                Arguments.of(new Unfollow(USER, INACTIVE), Refusal.NOT_FOLLOWING),
                Arguments.of(new Like(STRANGER, REEL), Refusal.USER_NOT_FOUND),
                Arguments.of(new Unlike(STRANGER, MISSING), Refusal.USER_NOT_FOUND),
                Arguments.of(new Share(STRANGER, REEL), Refusal.USER_NOT_FOUND),
                Arguments.of(new View(STRANGER, REEL, 1, null), Refusal.USER_NOT_FOUND),
                Arguments.of(new Follow(STRANGER, MERCHANT), Refusal.USER_NOT_FOUND),
                Arguments.of(new Unfollow(STRANGER, MERCHANT), Refusal.USER_NOT_FOUND),
                Arguments.of(new View(NEWCOMER, REEL, 1, null), Refusal.USER_NOT_FOUND));
    }

    @ParameterizedTest
    @MethodSource("reels")
    void aRefusalChangesNothing(Command command, Refusal refusal) {
        assertThat(rules.apply(command)).isEqualTo(refused(refusal));
        assertThat(state.touched()).isEmpty();
        assertThat(state.deltas()).isEmpty();
        assertThat(state.seen().changed()).isEmpty();
        assertThat(state.preferences().changed()).isEmpty();
    }

    @Test
    void severalLikesAndUnlikesOfOneUserEachHaveTheirOutcome() {
        assertThat(apply(
                        new Like(USER, REEL),
                        new Like(USER, REEL),
                        new Like(OWNER, REEL),
                        new Unlike(USER, REEL),
                        new Unlike(USER, REEL),
                        new Like(USER, REEL)))
                .containsExactly(
                        new Done(1),
                        refused(Refusal.ALREADY_LIKED),
                        new Done(2),
                        new Done(1),
                        refused(Refusal.NOT_LIKED),
                        new Done(2));
        assertThat(state.likes().inserted()).containsExactly(new Pair(1, REEL), new Pair(2, REEL));
        assertThat(state.likes().deleted()).isEmpty();
        assertThat(state.totals(1)).isEqualTo(new UserTotals(1, 0, 0));
        assertThat(state.deltas(REEL).sum().of(Counter.LIKES)).isEqualTo(2);
    }

    @Test
    void aLikeTakenBackAndGivenAgainIsANewRow() {
        state.likes().know(new Pair(1, REEL));
        assertThat(apply(new Unlike(USER, REEL), new Like(USER, REEL))).containsExactly(new Done(-1), new Done(0));
        assertThat(state.likes().deleted()).containsExactly(new Pair(1, REEL));
        assertThat(state.likes().inserted()).containsExactly(new Pair(1, REEL));
        assertThat(state.deltas(REEL).sum().of(Counter.LIKES)).isZero();
    }

    @Test
    void onlyAUsersFirstShareCounts() {
        assertThat(apply(
                        new Share(USER, REEL),
                        new Share(USER, REEL),
                        new Share(ANYONE, REEL),
                        new Share(UNKNOWN_ADMIN, REEL),
                        new Share(OWNER, REEL)))
                .containsExactly(new Done(1), new Done(1), new Done(2), new Done(3), new Done(4));
        assertThat(state.shares().inserted()).hasSize(2);
        assertThat(state.repeatedShares()).isEmpty();
        assertThat(state.deltas(REEL).sum().of(Counter.ANONYMOUS_SHARES)).isEqualTo(2);
        assertThat(state.preferences().changed()).isEmpty();
    }

    @Test
    void aShareThatWasThereIsRefreshed() {
        state.shares().know(new Pair(1, REEL));
        assertThat(apply(new Share(USER, REEL), new Share(USER, REEL))).containsExactly(new Done(0), new Done(0));
        assertThat(state.repeatedShares()).containsExactly(new Pair(1, REEL));
        assertThat(state.deltas(REEL).days()).isEmpty();
    }

    @Test
    void followsKeepTheirTotal() {
        assertThat(apply(
                        new Follow(USER, MERCHANT),
                        new Follow(USER, MERCHANT),
                        new Unfollow(USER, MERCHANT),
                        new Unfollow(USER, MERCHANT),
                        new Follow(USER, MERCHANT)))
                .containsExactly(
                        new Done(0),
                        refused(Refusal.ALREADY_FOLLOWING),
                        new Done(0),
                        refused(Refusal.NOT_FOLLOWING),
                        new Done(0));
        assertThat(state.totals(1)).isEqualTo(new UserTotals(0, 0, 1));
    }

    @Test
    void whoIsFollowedCanBeUnfollowedEvenWhenTheShopNoLongerHasThem() {
        state.follows().know(new Pair(1, MISSING));
        assertThat(apply(new Unfollow(USER, MISSING))).containsExactly(new Done(0));
    }

    @Test
    void viewsOfOneBatchFollowOneAnother() {
        assertThat(apply(
                        new View(USER, REEL, 8, null),
                        new View(USER, REEL, 10, null),
                        new View(USER, REEL, 12, null),
                        new View(USER, REEL, 999, null)))
                .containsExactly(new Done(1), new Done(1), new Done(0), new Done(1));
        assertThat(state.seen().get(new Pair(1, REEL))).isEqualTo(new Seen(30, 3, NOW, NOW));
        assertThat(state.totals(1)).isEqualTo(new UserTotals(0, 1, 0));
        ReelDeltas deltas = state.deltas(REEL);
        assertThat(deltas.sum().of(Counter.VIEWS)).isEqualTo(3);
        assertThat(deltas.sum().of(Counter.UNIQUE_VIEWERS)).isEqualTo(1);
        assertThat(deltas.sum().of(Counter.LONGEST_SECONDS)).isEqualTo(30);
        assertThat(deltas.sum().of(Counter.COMPLETIONS)).isEqualTo(1);
        assertThat(deltas.days().get(NOW.toLocalDate()).of(Counter.VIEWS)).isEqualTo(3);
    }

    /** Hours from now at which a view is reported, and at which it is taken. */
    @ParameterizedTest
    @CsvSource({"0, 0", "-1, -1", "-168, -168", "-169, -168", "-9999, -168", "5, 0"})
    void aLateViewLiesBetweenAWeekAgoAndNow(int reported, int taken) {
        assertThat(apply(new View(USER, REEL, 5, NOW.plusHours(reported)))).containsExactly(new Done(1));
        LocalDateTime at = NOW.plusHours(taken);
        LocalDateTime ahead = reported > 0 ? NOW.plusHours(reported) : null;
        assertThat(state.seen().get(new Pair(1, REEL))).isEqualTo(new Seen(5, 1, at, at, ahead));
        assertThat(state.deltas(REEL).days()).containsOnlyKeys(at.toLocalDate());
    }

    /** The ledger's last view was a day ago. */
    @ParameterizedTest
    @CsvSource({"-24, false", "-25, false", "-9999, false", "-23, true", "0, true", "3, true"})
    void aLateViewNotAfterTheLastChangesNothing(int reported, boolean changes) {
        Pair pair = new Pair(1, REEL);
        Seen before = new Seen(10, 1, NOW.minusDays(9), NOW.minusDays(1));
        state.seen().know(pair, before);
        state.recent(1).know(new RecentViews.Row(7, REEL, NOW.minusDays(1), 10, NOW.minusDays(9)));
        assertThat(apply(new View(USER, REEL, 20, NOW.plusHours(reported)))).containsExactly(new Done(changes ? 1 : 0));
        assertThat(state.seen().changed().isEmpty()).isEqualTo(!changes);
        assertThat(state.recent(1).changes().written().isEmpty()).isEqualTo(!changes);
        assertThat(state.preferences().changed().isEmpty()).isEqualTo(!changes);
    }

    /**
     * The last view was a minute ago, by a report dated so many minutes ahead of now; another one comes that is dated
     * so.
     */
    @ParameterizedTest
    @CsvSource({
        "5, 5, false",
        "5, 4, false",
        "5, 6, true",
        "5, 0, true",
        "5, -1, false",
        "-1, 3, true",
        "0, 0, false",
        "1440, 5, false",
        "1441, 5, true",
        "1441, 1441, false"
    })
    void aReportOfAClockThatRunsAheadIsKnownAgain(int reported, int again, boolean changes) {
        Pair pair = new Pair(1, REEL);
        LocalDateTime last = NOW.minusMinutes(1);
        state.seen().know(pair, new Seen(10, 1, last, last, reported < 0 ? null : NOW.plusMinutes(reported)));
        assertThat(apply(new View(USER, REEL, 20, NOW.plusMinutes(again)))).containsExactly(new Done(changes ? 1 : 0));
        assertThat(state.seen().changed().isEmpty()).isEqualTo(!changes);
        assertThat(state.touched().isEmpty()).isEqualTo(!changes);
    }

    @Test
    void aViewOfNowKeepsWhatIsKnownOfReports() {
        Pair pair = new Pair(1, REEL);
        state.seen().know(pair, new Seen(10, 1, NOW.minusDays(1), NOW.minusDays(1), NOW.plusHours(1)));
        apply(new View(USER, REEL, 5, null));
        assertThat(state.seen().get(pair).reportedAt()).isEqualTo(NOW.plusHours(1));
    }

    @Test
    void watchingAgainMakesWhatWasMadeBeforeOld() {
        state.seen().know(new Pair(1, REEL), new Seen(30, 1, NOW.minusDays(1), NOW.minusDays(1)));
        assertThat(apply(new View(USER, REEL, 5, null))).containsExactly(new Done(0));
        assertThat(state.touched()).containsExactly(1);
    }

    @Test
    void aLateViewIsKeptNoFinerThanItsColumn() {
        LocalDateTime fine = NOW.minusHours(1).withNano(123_456_789);
        apply(new View(USER, REEL, 5, fine));
        assertThat(state.seen().get(new Pair(1, REEL)).lastAt()).isEqualTo(fine.withNano(123_456_000));
    }

    @Test
    void aClockThatWasSetBackDoesNotTakeTheLedgerBack() {
        Pair pair = new Pair(1, REEL);
        state.seen().know(pair, new Seen(10, 1, NOW, NOW.plusHours(1)));
        assertThat(apply(new View(USER, REEL, 5, null))).containsExactly(new Done(0));
        assertThat(state.seen().get(pair).lastAt()).isEqualTo(NOW.plusHours(1));
    }

    @Test
    void aLengthlessReelIsNeverComplete() {
        state.know(new ReelFacts(REEL, 1, false, true, 2, 0, null));
        assertThat(apply(new View(USER, REEL, 50, null))).containsExactly(new Done(1));
        assertThat(state.deltas(REEL).sum().of(Counter.COMPLETIONS)).isZero();
        assertThat(state.preferences().changed()).isEmpty();
        assertThat(apply(new View(USER, REEL, Integer.MAX_VALUE, null))).containsExactly(new Done(0));
        assertThat(state.deltas(REEL).sum().of(Counter.LONGEST_SECONDS)).isEqualTo(60);
    }
}
