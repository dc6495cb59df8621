package com.aoin.reels.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a database with a data set: the same one each time, but for the hour that ages count from. Counters equal their
 * rows. Ids count from 1; merchant m belongs to user m; product p is merchant p's, counted round; so is reel r product
 * r's. Three reels in a hundred are hidden, by themselves, their product or their merchant.
 */
final class DataLoad {
    private static final Logger LOG = LoggerFactory.getLogger(DataLoad.class);
    private static final int FOLLOWS = 10;
    private static final int PREFERENCES = 4;
    private static final int RECENT_VIEWS = 10;
    private static final int OLDEST_DAYS = 120;

    private final Connection connection;
    private final DataSet set;
    private final LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.HOURS);
    private final int[] views;
    private final int[] viewers;
    private final int[] likes;

    private DataLoad(Connection connection, DataSet set) {
        this.connection = connection;
        this.set = set;
        this.views = new int[set.reels() + 1];
        this.viewers = new int[set.reels() + 1];
        this.likes = new int[set.reels() + 1];
    }

    /**
     * Fills empty tables.
     *
     * @param connection that may send files (allowLocalInfile=true)
     */
    static void run(Connection connection, DataSet set) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0");
        }
        DataLoad load = new DataLoad(connection, set);
        load.shop();
        load.interactions();
        load.reels();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION foreign_key_checks = 1, SESSION unique_checks = 1");
            statement.execute("ANALYZE TABLE reels, products, product_stock, merchant_profiles, user_seen_reels,"
                    + " user_reel_likes, user_merchant_follows, user_category_preferences");
        }
        LOG.info(
                "Data set {} loaded in {} s",
                set.text(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    private void shop() throws SQLException {
        load("users (user_id)", 1, set.users(), Integer::toString);
        load(
                "merchant_profiles (merchant_id, user_id, business_name, is_active)",
                1,
                set.merchants(),
                id -> row(id, id, "Merchant " + id, id % 200 == 0 ? 0 : 1));
        load("categories (category_id, category_name)", 1, DataSet.CATEGORIES, id -> row(id, "Category " + id));
        load(
                "products (product_id, merchant_id, category_id, product_name, selling_price)",
                1,
                set.products(),
                id -> row(id, merchant(id), category(id), Vocabulary.sentence(random(id, 9), 4), "19.99"));
        load("product_stock (product_id, stock_qty)", 1, set.products(), id -> row(id, id % 100 == 0 ? 0 : 30));
    }

    private int merchant(int product) {
        return 1 + (product - 1) % set.merchants();
    }

    /** A few categories have most of the products. */
    private static int category(int product) {
        double share = random(product, 1).nextDouble();
        return 1 + (int) (DataSet.CATEGORIES * share * share);
    }

    private int product(int reel) {
        return 1 + (reel - 1) % set.products();
    }

    private void interactions() throws SQLException {
        load(
                "user_seen_reels (user_id, reel_id, longest_seconds, counted_views, first_viewed_at, last_viewed_at)",
                IntStream.rangeClosed(1, DataSet.USERS).boxed().flatMap(this::seen));
        load(
                "user_reel_likes (user_id, reel_id, created_at)",
                IntStream.rangeClosed(1, set.users()).boxed().flatMap(this::liked));
        load(
                "user_merchant_follows (user_id, merchant_id, followed_at)",
                IntStream.rangeClosed(1, DataSet.USERS).boxed().flatMap(this::followed));
        load(
                "user_category_preferences (user_id, category_id, preference_score, interaction_count, last_interaction_at)",
                IntStream.rangeClosed(1, DataSet.USERS).boxed().flatMap(this::preferred));
        load(
                "user_reel_views (user_id, reel_id, viewed_at, view_duration, created_at, updated_at)",
                IntStream.rangeClosed(1, DataSet.USERS).boxed().flatMap(this::recent));
        load(
                "user_totals (user_id, likes, views, follows, recent_views)",
                1,
                set.users(),
                user -> row(
                        user,
                        drawn(user, 3, likesOf(user)).size() + (likesViral(user) ? 1 : 0),
                        user > DataSet.USERS ? 0 : drawn(user, 2, viewsOf(user)).size(),
                        user > DataSet.USERS ? 0 : follows(user).size(),
                        user > DataSet.USERS
                                ? 0
                                : Math.min(
                                        RECENT_VIEWS,
                                        drawn(user, 2, viewsOf(user)).size())));
    }

    private int viewsOf(int user) {
        return user > DataSet.USERS ? 0 : about(set.viewsPerUser(), user);
    }

    private int likesOf(int user) {
        return user > DataSet.USERS ? 0 : about(set.likesPerUser(), user);
    }

    /** A whole number that is this on average over the users. */
    private static int about(double average, int user) {
        return (int) (average * user) - (int) (average * (user - 1));
    }

    private boolean likesViral(int user) {
        return user <= set.viralLikes();
    }

    private Stream<String> seen(int user) {
        return drawn(user, 2, viewsOf(user)).stream().map(reel -> {
            SplittableRandom random = random(user * 31L + reel, 4);
            int counted = 1 + random.nextInt(3);
            views[reel] += counted;
            viewers[reel]++;
            String time = ago(random, 60);
            return row(user, reel, 1 + random.nextInt(30), counted, time, time);
        });
    }

    private Stream<String> liked(int user) {
        Stream<Integer> drawn = drawn(user, 3, likesOf(user)).stream();
        Stream<Integer> all = likesViral(user) ? Stream.concat(Stream.of(DataSet.VIRAL_REEL), drawn) : drawn;
        return all.map(reel -> {
            likes[reel]++;
            return row(user, reel, ago(random(user * 31L + reel, 5), 60));
        });
    }

    private Stream<String> recent(int user) {
        return drawn(user, 2, viewsOf(user)).stream().limit(RECENT_VIEWS).map(reel -> {
            String time = ago(random(user * 31L + reel, 4), 60);
            return row(user, reel, time, 10, time, time);
        });
    }

    private SortedSet<Integer> follows(int user) {
        SplittableRandom random = random(user, 6);
        SortedSet<Integer> merchants = new TreeSet<>();
        for (int i = 0; i < FOLLOWS; i++) {
            merchants.add(1 + random.nextInt(set.merchants()));
        }
        return merchants;
    }

    private Stream<String> followed(int user) {
        return follows(user).stream().map(merchant -> row(user, merchant, ago(random(user, 7), 60)));
    }

    private Stream<String> preferred(int user) {
        SplittableRandom random = random(user, 8);
        SortedSet<Integer> categories = new TreeSet<>();
        for (int i = 0; i < PREFERENCES; i++) {
            categories.add(1 + random.nextInt(DataSet.CATEGORIES));
        }
        return categories.stream()
                .map(category -> row(user, category, "0." + (10 + random.nextInt(90)), 5, ago(random, 20)));
    }

    /** Different reels of a user's, rising; few reels are drawn by many. The one that all like is drawn by none. */
    private SortedSet<Integer> drawn(int user, int salt, int count) {
        SplittableRandom random = random(user, salt);
        SortedSet<Integer> reels = new TreeSet<>();
        while (reels.size() < count) {
            double share = random.nextDouble();
            int rank = (int) (set.reels() * share * share * share);
            // Scattered, so that what is popular is neither the oldest nor of one merchant.
            int reel = 1 + (int) (rank * 7_368_787L % set.reels());
            if (reel != DataSet.VIRAL_REEL) {
                reels.add(reel);
            }
        }
        return reels;
    }

    private void reels() throws SQLException {
        load(
                "reels (reel_id, merchant_id, product_id, video_url, video_public_id, thumbnail_url, thumbnail_public_id,"
                        + " description, duration_seconds, file_size_bytes, video_format, resolution, views_count, likes_count,"
                        + " shares_count, unique_viewers, is_active, approval_status, created_at, updated_at, changed_at)",
                1,
                set.reels(),
                this::reel);
    }

    private String reel(int id) {
        int product = product(id);
        String key = "reels/merchant_%d/product_%d/%s"
                .formatted(
                        merchant(product),
                        product,
                        HexFormat.of().toHexDigits(id).repeat(5));
        // The newest have the highest ids; half of them are of the last sixteenth of the time.
        double age = Math.pow(1.0 - (double) id / (set.reels() + 1), 4) * OLDEST_DAYS;
        String time = now.minusSeconds((long) (age * 86_400)).toString().replace('T', ' ');
        return row(
                id,
                merchant(product),
                product,
                "http://127.0.0.1/media/" + key + ".mp4",
                key + ".mp4",
                "http://127.0.0.1/media/" + key + ".jpg",
                key + ".jpg",
                Vocabulary.sentence(random(id, 10), 14),
                30,
                9_840_497,
                "mp4",
                "1080x1920",
                views[id],
                likes[id],
                0,
                viewers[id],
                id % 200 == 7 ? 0 : 1,
                id % 200 == 9 ? "pending" : "approved",
                time,
                time,
                "2000-01-01 00:00:00");
    }

    private String ago(SplittableRandom random, int days) {
        return now.minusSeconds(random.nextInt(days * 86_400)).toString().replace('T', ' ');
    }

    private static SplittableRandom random(long key, int salt) {
        return new SplittableRandom(key * 64 + salt);
    }

    private static String row(Object... cells) {
        StringBuilder row = new StringBuilder();
        for (Object cell : cells) {
            row.append(row.isEmpty() ? "" : "\t").append(cell);
        }
        return row.toString();
    }

    private void load(String tableAndColumns, int first, int last, IntFunction<String> row) throws SQLException {
        load(tableAndColumns, IntStream.rangeClosed(first, last).mapToObj(row));
    }

    private void load(String tableAndColumns, Stream<String> rows) throws SQLException {
        long start = System.nanoTime();
        Iterator<String> lines = rows.iterator();
        try (org.mariadb.jdbc.Statement statement =
                connection.createStatement().unwrap(org.mariadb.jdbc.Statement.class)) {
            statement.setLocalInfileInputStream(new RowStream(lines));
            long count = statement.executeLargeUpdate("LOAD DATA LOCAL INFILE 'rows' INTO TABLE "
                    + tableAndColumns.replaceFirst(" ", " CHARACTER SET utf8mb4 "));
            LOG.info(
                    "{}: {} rows, {} s",
                    List.of(tableAndColumns.split(" ")).getFirst(),
                    count,
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
        }
    }
}
