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
            SELECT r.reel_id, r.merchant_id, r.product_id, r.storage_provider,
                   r.video_public_id, IF(r.storage_provider = 'local', NULL, r.video_url),
                   r.thumbnail_public_id, IF(r.storage_provider = 'local', NULL, r.thumbnail_url),
                   r.description, r.duration_seconds, r.file_size_bytes, r.video_format, r.resolution, r.processing,
                   r.views_count, r.likes_count, r.shares_count, r.is_active, r.approval_status,
                   r.created_at, r.updated_at, r.deleted_at IS NOT NULL,
                   p.product_id, p.product_name, p.category_id, c.category_name, s.stock_qty, p.selling_price,
                   p.deleted_at IS NOT NULL, p.is_active, p.approval_status,
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

    /** The reel of a row of {@link #select}, whose columns are read in their order: the driver walks them forward. */
    static Reel reel(ResultSet row) throws SQLException {
        int reelId = row.getInt(1);
        int merchantId = row.getInt(2);
        int productId = row.getInt(3);
        String provider = text(row, 4);
        String videoKey = text(row, 5);
        String videoUrl = row.getString(6);
        String thumbnailKey = row.getString(7);
        String thumbnailUrl = row.getString(8);
        String description = text(row, 9);
        int seconds = row.getInt(10);
        long bytes = row.getLong(11);
        String format = text(row, 12);
        String resolution = text(row, 13);
        String processing = text(row, 14);
        int views = row.getInt(15);
        int likes = row.getInt(16);
        int shares = row.getInt(17);
        boolean active = row.getBoolean(18);
        String approval = text(row, 19);
        Instant createdAt = time(row, 20);
        Instant updatedAt = time(row, 21);
        ReelState state = new ReelState(row.getBoolean(22), active, approval);
        Product product = product(row);
        ProductState productState = product == null ? null : productState(row, product.stock());
        String merchantName = row.getString(32);
        Integer ownerId = integer(row, 33);
        List<DisablingReason> reasons = Visibility.reasons(state, row.getBoolean(34), productState);
        return new Reel(
                reelId,
                merchantId,
                productId,
                provider,
                videoKey,
                videoUrl,
                thumbnailKey,
                thumbnailUrl,
                description,
                seconds,
                bytes,
                format,
                resolution,
                processing,
                views,
                likes,
                shares,
                active,
                createdAt,
                updatedAt,
                product,
                merchantName,
                ownerId,
                reasons);
    }

    private static @Nullable Product product(ResultSet row) throws SQLException {
        Integer id = integer(row, 23);
        if (id == null) {
            return null;
        }
        return new Product(
                id, text(row, 24), integer(row, 25), row.getString(26), row.getInt(27), row.getBigDecimal(28));
    }

    private static ProductState productState(ResultSet row, int stock) throws SQLException {
        boolean deleted = row.getBoolean(29);
        boolean active = row.getBoolean(30);
        return new ProductState(deleted, active, Objects.requireNonNullElse(row.getString(31), "pending"), stock);
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
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
