package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rows come out of the memory as they went in. */
class RememberedUserTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 1, 12, 0, 0, 123_456_000);

    private final RememberedUser user = new RememberedUser(false);
    private final Random random = new Random(1);

    @Test
    void rowsAreAsTheyWere() {
        Row row = new Row(7, 1, NOON, null, NOON.minusDays(1));
        Row other = new Row(Integer.MAX_VALUE, Integer.MAX_VALUE, LocalDateTime.of(1969, 12, 31, 23, 59), 60, NOON);
        user.know(row);
        user.know(other);
        assertThat(user.row(1)).isEqualTo(row);
        assertThat(user.row(Integer.MAX_VALUE)).isEqualTo(other);
        assertThat(user.row(2)).isNull();
    }

    @Test
    void theLedgerIsAsItWas() {
        Seen seen = new Seen(60, 3, NOON.minusDays(2), NOON, NOON.plusHours(1));
        Seen other = new Seen(0, 1, NOON, NOON);
        user.know(5, seen);
        user.know(4, other);
        assertThat(user.seen(5)).isEqualTo(seen);
        assertThat(user.seen(4)).isEqualTo(other);
        assertThat(user.seen(1)).isNull();
    }

    @Test
    void preferencesAreAsTheyWere() {
        Preference preference = new Preference(9, 65, 12, NOON);
        user.know(3, preference);
        assertThat(user.preference(3)).isEqualTo(preference);
        assertThat(user.preference(9)).isNull();
    }

    @Test
    void theOldestComeFirstAndThoseThatFellOutAreGone() {
        TreeMap<Integer, Row> rows = new TreeMap<>();
        List<Integer> reels = new ArrayList<>();
        for (int reel = 1; reel <= 60; reel++) {
            reels.add(reel);
        }
        Collections.shuffle(reels, random);
        for (Integer reel : reels) {
            Row row = new Row(reel + 100, reel, NOON.plusSeconds(random.nextInt(20)), 1, NOON);
            rows.put(reel, row);
            user.know(row);
        }
        for (int reel = 3; reel <= 60; reel += 3) {
            rows.remove(reel);
            user.forgetRow(reel);
            user.forgetRow(reel);
        }
        Row moved = new Row(101, 1, NOON.plusSeconds(60), null, NOON);
        rows.put(1, moved);
        user.know(moved);
        List<Row> oldest = rows.values().stream()
                .sorted(Comparator.comparing(Row::viewedAt).thenComparingInt(Row::reelId))
                .toList();
        for (int count : new int[] {0, 1, 2, 39, 40, 100}) {
            assertThat(user.oldest(count)).isEqualTo(oldest.subList(0, Math.min(count, 40)));
        }
        assertThat(user.oldest(-1)).isEmpty();
    }

    @Test
    void itTakesTheRoomOfItsRows() {
        int before = user.bytes();
        user.know(new Row(1, 1, NOON, 1, NOON));
        assertThat(user.bytes()).isGreaterThan(before);
    }
}
