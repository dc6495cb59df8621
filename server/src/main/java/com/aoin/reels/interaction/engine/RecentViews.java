package com.aoin.reels.interaction.engine;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest views of one user, at most so many. Of a full window only its oldest rows are known here, enough of them
 * for the views of one batch. Rows that fall out leave their ids to those that come in, so that the ids of the table
 * are not used up.
 */
final class RecentViews {
    private static final Comparator<Row> OLDEST_FIRST =
            Comparator.comparing(Row::viewedAt).thenComparingInt(Row::reelId);

    private final int limit;
    private final Map<Integer, Row> known = new HashMap<>();
    private final Map<Integer, Row> written = new HashMap<>();
    /** Ids of the rows that fell out, by their reels. */
    private final Map<Integer, Integer> freed = new LinkedHashMap<>();

    private int size;

    /**
     * A row of the table.
     *
     * @param id null for one that is still to be inserted
     */
    record Row(
            @Nullable Integer id,
            int reelId,
            LocalDateTime viewedAt,
            @Nullable Integer seconds,
            LocalDateTime createdAt) {

        private Row withId(@Nullable Integer newId) {
            return new Row(newId, reelId, viewedAt, seconds, createdAt);
        }
    }

    /**
     * A window as it stands in the database.
     *
     * @param size how many rows it has there, known here or not
     */
    RecentViews(int limit, int size) {
        this.limit = limit;
        this.size = size;
    }

    /** Tells of a row in the database. */
    void know(Row row) {
        known.put(row.reelId(), row);
    }

    /**
     * Tells of a row in the database that may fall out. The rest of it is not read, nor needed: the rows of reels that
     * the batch views are told whole.
     */
    void knowOld(int id, int reelId, LocalDateTime viewedAt) {
        known.putIfAbsent(reelId, new Row(id, reelId, viewedAt, null, viewedAt));
    }

    boolean isFull() {
        return size >= limit;
    }

    int size() {
        return size;
    }

    /**
     * What is to be written.
     *
     * @param written rows as they become; the id of one that fell out stands for the row that takes its place
     * @param deleted ids whose place nobody takes
     * @param fallen  reels whose rows fell out, those included that came back
     */
    record Changes(List<Row> written, List<Integer> deleted, Set<Integer> fallen) {}

    /** A reel that fell out and came back gets its own row, so that no two rows ever change places. */
    Changes changes() {
        Map<Integer, Integer> ids = new LinkedHashMap<>(freed);
        List<Row> rows = new ArrayList<>(written.size());
        for (Row row : written.values()) {
            rows.add(row.id() == null ? row.withId(ids.remove(row.reelId())) : row);
        }
        Iterator<Integer> free = ids.values().iterator();
        rows.replaceAll(row -> row.id() == null && free.hasNext() ? row.withId(free.next()) : row);
        List<Integer> deleted = new ArrayList<>();
        free.forEachRemaining(deleted::add);
        return new Changes(rows, deleted, freed.keySet());
    }

    /** A view: the reel comes to where its time belongs; a view without a length keeps the length known. */
    void view(int reelId, @Nullable Integer seconds, LocalDateTime at, LocalDateTime now) {
        Row old = known.get(reelId);
        if (old == null) {
            put(new Row(null, reelId, at, seconds, now));
            size++;
        } else {
            LocalDateTime latest = at.isAfter(old.viewedAt()) ? at : old.viewedAt();
            put(new Row(old.id(), reelId, latest, seconds == null ? old.seconds() : seconds, old.createdAt()));
        }
        while (size > limit) {
            evictOldest();
        }
    }

    private void put(Row row) {
        known.put(row.reelId(), row);
        written.put(row.reelId(), row);
    }

    private void evictOldest() {
        Row oldest = known.values().stream().min(OLDEST_FIRST).orElseThrow();
        known.remove(oldest.reelId());
        written.remove(oldest.reelId());
        size--;
        if (oldest.id() != null) {
            freed.put(oldest.reelId(), oldest.id());
        }
    }
}
