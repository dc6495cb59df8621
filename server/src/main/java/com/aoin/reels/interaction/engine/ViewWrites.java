package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.RecentViews.Row;
import java.util.ArrayList;
import java.util.List;

/** Writes the ledger and the windows of the users who viewed something. */
final class ViewWrites {
    private static final String COLUMNS = "user_id, reel_id, viewed_at, view_duration, created_at, updated_at";

    private final Statements statements;
    private final BatchState state;

    ViewWrites(Statements statements, BatchState state) {
        this.statements = statements;
        this.state = state;
    }

    void write() {
        writeSeen();
        writeRecent();
    }

    private void writeSeen() {
        statements.writeRows(
                "INSERT INTO user_seen_reels (user_id, reel_id, longest_seconds, counted_views, first_viewed_at,"
                        + " last_viewed_at, last_reported_at) VALUES ",
                state.seen().changed(),
                " ON DUPLICATE KEY UPDATE longest_seconds = VALUES(longest_seconds),"
                        + " counted_views = VALUES(counted_views), first_viewed_at = VALUES(first_viewed_at),"
                        + " last_viewed_at = VALUES(last_viewed_at), last_reported_at = VALUES(last_reported_at)",
                (row, entry) -> {
                    Seen seen = entry.getValue();
                    row.value(entry.getKey())
                            .value(seen.longestSeconds())
                            .value(seen.countedViews())
                            .value(seen.firstAt())
                            .value(seen.lastAt())
                            .value(seen.reportedAt());
                });
    }

    private record UserRow(int userId, Row row) {}

    private void writeRecent() {
        List<Integer> deleted = new ArrayList<>();
        List<UserRow> fresh = new ArrayList<>();
        List<UserRow> known = new ArrayList<>();
        state.recent().forEach((user, window) -> {
            RecentViews.Changes changes = window.changes();
            deleted.addAll(changes.deleted());
            changes.written().forEach(row -> (row.id() == null ? fresh : known).add(new UserRow(user, row)));
        });
        statements.writeIn(
                "DELETE FROM user_reel_views WHERE id IN ",
                deleted.stream().sorted().toList());
        statements.writeRows(
                "INSERT INTO user_reel_views (id, " + COLUMNS + ") VALUES ",
                known,
                " ON DUPLICATE KEY UPDATE reel_id = VALUES(reel_id), viewed_at = VALUES(viewed_at),"
                        + " view_duration = VALUES(view_duration), created_at = VALUES(created_at),"
                        + " updated_at = VALUES(updated_at)",
                (row, item) -> recent(row.value(item.row().id()), item));
        statements.writeRows("INSERT INTO user_reel_views (" + COLUMNS + ") VALUES ", fresh, "", this::recent);
    }

    private void recent(Text text, UserRow item) {
        Row row = item.row();
        text.value(item.userId())
                .value(row.reelId())
                .value(row.viewedAt())
                .value(row.seconds())
                .value(row.createdAt())
                .value(state.now());
    }
}
