package com.aoin.reels.reel;

import com.aoin.reels.catalog.DisablingReason;
import com.aoin.reels.catalog.Product;
import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.catalog.Visibility.ProductState;
import com.aoin.reels.catalog.Visibility.ReelState;
import com.aoin.reels.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads whole reels by primary key. This is the statement behind every list, so it is plain JDBC by column index. */
public final class ReelDao {
    private static final String SELECT = """
            SELECT r.reel_id, r.merchant_id, r.product_id, r.video_public_id, r.thumbnail_public_id, r.description,
                   r.duration_seconds, r.file_size_bytes, r.video_format, r.resolution, r.processing,
                   r.views_count, r.likes_count, r.shares_count, r.is_active, r.approval_status,
                   r.created_at, r.updated_at, r.deleted_at,
                   p.product_id, p.product_name, p.category_id, c.category_name, s.stock_qty, p.selling_price,
                   p.deleted_at, p.is_active, p.approval_status,
                   m.business_name, m.user_id, m.is_active
            FROM reels r
            """ + Visibility.JOINS + """
            LEFT JOIN categories c ON c.category_id = p.category_id
            WHERE r.reel_id IN (""";

    /** Most ids of one call. */
    static final int MAX_IDS = 100;

    /** Numbers of placeholders in use, so that few statements serve all pages. */
    private static final int[] SIZES = {1, 5, 10, 20, 50, MAX_IDS};

    private final Database database;

    public ReelDao(Database database) {
        this.database = database;
    }

    /** A reel that exists, deleted or not. */
    public Optional<Reel> find(int reelId) {
        return Optional.ofNullable(findAll(new int[] {reelId}).get(reelId));
    }

    /**
     * The reels that exist, by id.
     *
     * @param ids at most {@value #MAX_IDS}
     */
    public Map<Integer, Reel> findAll(int[] ids) {
        if (ids.length == 0) {
            return Map.of();
        }
        return database.readPlainly(connection -> query(connection, ids));
    }

    private static Map<Integer, Reel> query(Connection connection, int[] ids) throws SQLException {
        int size = Arrays.stream(SIZES)
                .filter(candidate -> candidate >= ids.length)
                .findFirst()
                .orElseThrow();
        Map<Integer, Reel> reels = HashMap.newHashMap(ids.length);
        try (PreparedStatement statement = connection.prepareStatement(select(size))) {
            for (int i = 0; i < size; i++) {
                statement.setInt(i + 1, ids[Math.min(i, ids.length - 1)]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Reel reel = reel(rows);
                    reels.put(reel.reelId(), reel);
                }
            }
        }
        return reels;
    }

    /** The statement for that many ids. */
    static String select(int size) {
        return SELECT + "?, ".repeat(size - 1) + "?)";
    }

    /** The reel of a row of {@link #select}. */
    static Reel reel(ResultSet row) throws SQLException {
        ReelState state = new ReelState(row.getObject(19) != null, row.getBoolean(15), text(row, 16));
        boolean merchantActive = row.getBoolean(31);
        ProductState productState = row.getObject(20) == null
                ? null
                : new ProductState(
                        row.getObject(26) != null,
                        row.getBoolean(27),
                        Objects.requireNonNullElse(row.getString(28), "pending"),
                        row.getInt(24));
        List<DisablingReason> reasons = Visibility.reasons(state, merchantActive, productState);
        return new Reel(
                row.getInt(1),
                row.getInt(2),
                row.getInt(3),
                text(row, 4),
                row.getString(5),
                text(row, 6),
                row.getInt(7),
                row.getLong(8),
                text(row, 9),
                text(row, 10),
                text(row, 11),
                row.getInt(12),
                row.getInt(13),
                row.getInt(14),
                state.active(),
                time(row, 17),
                time(row, 18),
                productState == null ? null : product(row),
                row.getString(29),
                row.getObject(30, Integer.class),
                reasons);
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getInt(20),
                text(row, 21),
                row.getObject(22, Integer.class),
                row.getString(23),
                row.getInt(24),
                row.getBigDecimal(25));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        @Nullable String text = row.getString(column);
        return text == null ? "" : text;
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class))
                .toInstant(ZoneOffset.UTC);
    }

    /** The reels of these ids that exist, in their order. */
    List<Reel> inOrder(int[] ids) {
        Map<Integer, Reel> found = findAll(ids);
        List<Reel> ordered = new ArrayList<>(ids.length);
        for (int id : ids) {
            Reel reel = found.get(id);
            if (reel != null) {
                ordered.add(reel);
            }
        }
        return ordered;
    }
}
