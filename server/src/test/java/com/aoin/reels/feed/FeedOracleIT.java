package com.aoin.reels.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.catalog.Visibility;
import com.aoin.reels.feed.cache.Generation;
import com.aoin.reels.feed.ranking.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole feeds of random shoppers in a random shop, equal to what plain SQL and simple loops make of the same rows. */
class FeedOracleIT {
    private static final String REELS_QUERY =
            """
            SELECT r.reel_id, r.merchant_id, COALESCE(p.category_id, 0), r.created_at,
                   (r.likes_count * 2E0 + r.shares_count * 3E0 + r.views_count * 0.1E0) AS engagement
            FROM reels r
            """ + Visibility.JOINS + " WHERE " + Visibility.VISIBLE + " ORDER BY r.created_at DESC, r.reel_id DESC";
    private static final String PREFERENCES = """
            SELECT category_id, preference_score * CASE
                     WHEN days <= 7 THEN 1E0
                     WHEN days <= 30 THEN 1E0 - (days - 7) / 46E0
                     ELSE GREATEST(0.1E0, 0.5E0 - (days - 30) / 120E0) END
            FROM (SELECT category_id, preference_score, TIMESTAMPDIFF(DAY, last_interaction_at, :now) AS days
                  FROM user_category_preferences WHERE user_id = :user) known
            """;
    private static final String SIMILAR = """
            WITH own AS (
              SELECT reel_id FROM user_reel_likes WHERE user_id = :user ORDER BY created_at DESC, id DESC LIMIT 100),
            likers AS (
              SELECT l.user_id, ROW_NUMBER() OVER (PARTITION BY l.reel_id ORDER BY l.created_at DESC, l.id DESC) AS place
              FROM user_reel_likes l JOIN own ON own.reel_id = l.reel_id),
            alike AS (
              SELECT user_id, COUNT(*) AS common FROM likers WHERE place <= 500 AND user_id <> :user
              GROUP BY user_id HAVING COUNT(*) >= 3 ORDER BY common DESC, user_id LIMIT 50)
            SELECT l.reel_id, COUNT(*) / (SELECT COUNT(*) * 1E0 FROM alike),
                   SUM(l.place <= 500) / (SELECT COUNT(*) * 1E0 FROM alike), own.reel_id IS NOT NULL
            FROM alike JOIN (
              SELECT user_id, reel_id, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY created_at DESC, id DESC) AS place
              FROM user_reel_likes) l ON l.user_id = alike.user_id
            LEFT JOIN own ON own.reel_id = l.reel_id
            GROUP BY l.reel_id, own.reel_id
            """;

    private static FeedLab lab;

    private record Row(int id, int merchant, int category, long created, double engagement) {}

    @BeforeAll
    static void start() {
        lab = new FeedLab(7);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "10", "20", "47", "100"})
    void everyFeedIsWhatPlainSqlMakesOfIt(int perPage) {
        for (int user = 1; user <= RandomShop.USERS; user++) {
            Instant now = lab.now();
            Generation feed = lab.maker()
                    .make(user, perPage, lab.totals(user), lab.cache().find(user));
            List<String> made = new ArrayList<>();
            for (int i = 0; i < feed.length(); i++) {
                made.add(feed.reel(i) + " " + feed.tier(i));
            }
            int id = user;
            List<String> expected = lab.database()
                    .read(handle -> new Oracle(
                                    handle,
                                    id,
                                    perPage,
                                    now,
                                    lab.trending().list(TimeWindow.MONTH).madeAt())
                            .feed());
            assertThat(made).as("user %d, %d a page", user, perPage).isEqualTo(expected);
        }
    }

    /** The same feed, made the simple way. */
    private static final class Oracle {
        private final int perPage;
        private final boolean isNew;
        private final Map<Integer, Row> rows = new HashMap<>();
        private final Set<Integer> watched;
        private final Set<Integer> followed;
        private final Map<Integer, Double> preferences = new HashMap<>();
        private final Map<Integer, Double> similar = new HashMap<>();
        /** As far as the newest 500 likes of each similar user tell, from which the tier draws. */
        private final Map<Integer, Double> offered = new HashMap<>();

        private final Map<Tier, List<Row>> lists = new EnumMap<>(Tier.class);
        private final long now;
        private final Set<Integer> drawn = new HashSet<>();

        Oracle(Handle handle, int user, int perPage, Instant at, Instant trendingAt) {
            this.perPage = perPage;
            this.now = ChronoUnit.MICROS.between(Instant.EPOCH, at);
            Set<Integer> own = ids(handle, "SELECT merchant_id FROM merchant_profiles WHERE user_id = ?", user);
            List<Row> newest = handle
                    .createQuery(REELS_QUERY)
                    .map((row, context) -> new Row(
                            row.getInt(1),
                            row.getInt(2),
                            row.getInt(3),
                            ChronoUnit.MICROS.between(
                                    Instant.EPOCH,
                                    row.getObject(4, LocalDateTime.class).toInstant(ZoneOffset.UTC)),
                            row.getDouble(5)))
                    .list()
                    .stream()
                    .filter(row -> !own.contains(row.merchant()))
                    .toList();
            newest.forEach(row -> rows.put(row.id(), row));
            watched = ids(handle, "SELECT reel_id FROM user_seen_reels WHERE user_id = ?", user);
            followed = ids(handle, "SELECT merchant_id FROM user_merchant_follows WHERE user_id = ?", user);
            isNew = ids(
                            handle,
                            "SELECT user_id FROM user_totals WHERE user_id = ? AND likes + views + follows < 3",
                            user)
                    .contains(user);
            handle.createQuery(PREFERENCES)
                    .bind("user", user)
                    .bind("now", LocalDateTime.ofInstant(at, ZoneOffset.UTC))
                    .map((row, context) -> preferences.put(row.getInt(1), row.getDouble(2)))
                    .list();
            Set<Integer> liked = new HashSet<>();
            if (!isNew) {
                handle.createQuery(SIMILAR)
                        .bind("user", user)
                        .map((row, context) -> {
                            if (row.getBoolean(4)) {
                                liked.add(row.getInt(1));
                            }
                            if (row.getDouble(3) > 0) {
                                offered.put(row.getInt(1), row.getDouble(3));
                            }
                            return similar.put(row.getInt(1), row.getDouble(2));
                        })
                        .list();
            }
            long since = ChronoUnit.MICROS.between(Instant.EPOCH, trendingAt.minus(Duration.ofDays(30)));
            long scored = ChronoUnit.MICROS.between(Instant.EPOCH, trendingAt);
            lists.put(Tier.GENERAL, newest);
            lists.put(
                    Tier.FOLLOWED,
                    newest.stream()
                            .filter(row -> followed.contains(row.merchant()))
                            .toList());
            lists.put(
                    Tier.CATEGORY,
                    newest.stream()
                            .filter(row -> preference(row) > 0)
                            .sorted(Comparator.comparingDouble(this::preference).reversed())
                            .toList());
            lists.put(
                    Tier.TRENDING,
                    newest.stream()
                            .filter(row -> row.created() >= since && row.engagement() > 0)
                            .sorted(Comparator.comparingDouble((Row row) -> trend(row, scored))
                                    .reversed())
                            .toList());
            lists.put(
                    Tier.SIMILAR_USERS,
                    newest.stream()
                            .filter(row -> offered.containsKey(row.id()) && !liked.contains(row.id()))
                            .sorted(Comparator.comparingDouble((Row row) -> offered.getOrDefault(row.id(), 0.0))
                                    .reversed())
                            .toList());
            lists.put(
                    Tier.CATEGORY_DIVERSITY,
                    newest.stream().filter(row -> row.category() != 0).toList());
        }

        private static Set<Integer> ids(Handle handle, String query, int user) {
            return new HashSet<>(
                    handle.createQuery(query).bind(0, user).mapTo(Integer.class).list());
        }

        private double preference(Row row) {
            return preferences.getOrDefault(row.category(), 0.0);
        }

        private static double trend(Row row, long at) {
            double hours = Math.max(0, (at - row.created()) / 3.6e9);
            double decay = hours < 6 ? 1 : hours < 24 ? 0.8 : hours < 168 ? 0.5 : 0.2;
            return row.engagement() * decay / (hours + 1) * (hours < 6 ? 1.5 : 1);
        }

        private record Pick(Row row, Tier tier, boolean watched) {}

        List<String> feed() {
            List<List<Pick>> pages = new ArrayList<>();
            int size = 0;
            while (size < 500) {
                List<Pick> page = page(Math.min(perPage, 500 - size));
                if (page.isEmpty()) {
                    break;
                }
                size += page.size();
                pages.add(page);
            }
            double best = pages.stream()
                    .flatMap(List::stream)
                    .mapToDouble(pick -> trend(pick.row(), now))
                    .max()
                    .orElse(0);
            List<String> feed = new ArrayList<>();
            for (List<Pick> page : pages) {
                page.stream()
                        .sorted(Comparator.comparing(Pick::watched)
                                .thenComparing(Comparator.comparingDouble((Pick pick) -> score(pick.row(), best))
                                        .reversed())
                                .thenComparing(Comparator.comparingLong(
                                                (Pick pick) -> pick.row().created())
                                        .reversed())
                                .thenComparing(Comparator.comparingInt(
                                                (Pick pick) -> pick.row().id())
                                        .reversed()))
                        .forEach(pick -> feed.add(pick.row().id() + " " + pick.tier()));
            }
            return feed;
        }

        private double score(Row row, double best) {
            boolean fresh = now - row.created() < Duration.ofDays(1).toNanos() / 1000;
            double follow = followed.contains(row.merchant()) ? fresh ? 1.0 : 2.0 / 3 : 0;
            double hot = best == 0 ? 0 : trend(row, now) / best;
            return 0.4 * follow + 0.3 * preference(row) + 0.2 * hot + 0.1 * similar.getOrDefault(row.id(), 0.0);
        }

        private List<Pick> page(int size) {
            List<Pick> page = new ArrayList<>();
            Map<Tier, Integer> shares = new EnumMap<>(Tier.class);
            if (isNew) {
                shares.put(Tier.TRENDING, perPage * 7 / 10);
                shares.put(Tier.CATEGORY_DIVERSITY, perPage * 3 / 10);
            } else {
                shares.put(Tier.FOLLOWED, perPage * 4 / 10);
                shares.put(Tier.CATEGORY, perPage * 3 / 10);
                shares.put(Tier.TRENDING, perPage * 2 / 10);
                shares.put(Tier.SIMILAR_USERS, perPage / 10);
            }
            draw(page, size, shares, false);
            boolean freshLeft =
                    rows.values().stream().anyMatch(row -> !drawn.contains(row.id()) && !watched.contains(row.id()));
            if (!freshLeft) {
                draw(page, size, shares, true);
            }
            return page;
        }

        private void draw(List<Pick> page, int size, Map<Tier, Integer> shares, boolean ofWatched) {
            for (Map.Entry<Tier, Integer> share : shares.entrySet()) {
                Set<Integer> spread = new HashSet<>();
                for (Row row : lists.getOrDefault(share.getKey(), List.of())) {
                    boolean again = share.getKey() == Tier.CATEGORY_DIVERSITY && spread.contains(row.category());
                    if (share.getValue() > 0 && !again && take(page, size, row, share.getKey(), ofWatched)) {
                        spread.add(row.category());
                        share.setValue(share.getValue() - 1);
                    }
                }
            }
            lists.getOrDefault(Tier.GENERAL, List.of()).forEach(row -> take(page, size, row, Tier.GENERAL, ofWatched));
        }

        private boolean take(List<Pick> page, int size, Row row, Tier tier, boolean ofWatched) {
            long merchant = page.stream()
                    .filter(pick -> pick.row().merchant() == row.merchant())
                    .count();
            long category = page.stream()
                    .filter(pick -> pick.row().category() == row.category())
                    .count();
            if (page.size() == size
                    || drawn.contains(row.id())
                    || watched.contains(row.id()) != ofWatched
                    || merchant == 3
                    || (row.category() != 0 && category == 5)) {
                return false;
            }
            drawn.add(row.id());
            page.add(new Pick(row, tier, ofWatched));
            return true;
        }
    }
}
