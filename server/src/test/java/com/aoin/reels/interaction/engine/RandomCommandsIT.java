package com.aoin.reels.interaction.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.interaction.engine.Command.Actor;
import com.aoin.reels.interaction.engine.Command.Follow;
import com.aoin.reels.interaction.engine.Command.Like;
import com.aoin.reels.interaction.engine.Command.Share;
import com.aoin.reels.interaction.engine.Command.Unfollow;
import com.aoin.reels.interaction.engine.Command.Unlike;
import com.aoin.reels.interaction.engine.Command.View;
import com.aoin.reels.testing.TestingDatabase;
import java.math.BigDecimal;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A hundred thousand commands of few users on few reels, cut into batches at random, on a real database: the same
 * outcomes, rows and counters as a naive model has that takes them one by one. Meanwhile reels are hidden, sold out and
 * deleted, products get other categories, merchants leave and come back, the clock jumps a little, and the limit of recent
 * views is lowered and raised. The batches are of two nodes in turns of random length, each of which remembers users, and
 * some batches come to nothing at the last moment and are repeated.
 */
class RandomCommandsIT {
    private static final int COMMANDS = Integer.getInteger("reels.random.commands", 100_000);
    private static final long SEED = Long.getLong("reels.random.seed", 20_260_301);
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final int USERS = 6;
    private static final int REELS = 12;
    private static final int MERCHANTS = 3;
    private static final int LIMIT = 5;
    private static final int LOWERED_LIMIT = 3;

    private final Random random = new Random(SEED);
    private final NaiveModel model = new NaiveModel();
    private final List<UserMemory> nodes = List.of(new UserMemory(1_000_000), new UserMemory(4_000));
    private UserMemory memory = nodes.getFirst();
    private int remembered;
    private final List<View> earlier = new ArrayList<>();
    private final DatabaseAddress address = TestingDatabase.fresh();
    private Database database;
    private Database batches;
    private LocalDateTime now = LocalDateTime.of(2026, 3, 1, 22, 0);

    @BeforeEach
    void open() {
        database = Database.connect(address, new Database.Tuning(2, true, null), Duration.ofSeconds(30));
        Migrations.apply(database, CatalogMode.OWN);
        batches = Database.connect(address, Engine.tuning(), Duration.ofSeconds(30));
        model.limit = LIMIT;
        database.execute(handle -> {
            for (int user = 1; user <= USERS; user++) {
                handle.execute("INSERT INTO users (user_id) VALUES (?)", user);
            }
            for (int merchant = 1; merchant <= MERCHANTS; merchant++) {
                handle.execute("INSERT INTO merchant_profiles VALUES (?, ?, 'M', TRUE)", merchant, merchant);
                model.merchants.put(merchant, true);
            }
            handle.execute("INSERT INTO categories (category_id, category_name) VALUES (1, 'A'), (2, 'B')");
            for (int reel = 1; reel <= REELS; reel++) {
                insertReel(handle, reel);
            }
        });
    }

    private void insertReel(Handle handle, int id) {
        NaiveModel.Reel reel = new NaiveModel.Reel();
        reel.id = id;
        reel.owner = 1 + id % MERCHANTS;
        reel.duration = List.of(1, 2, 5, 10, 30, 60).get(id % 6);
        reel.category = id % 5 == 0 ? null : Integer.valueOf(1 + id % 2);
        model.reels.put(id, reel);
        handle.execute(
                "INSERT INTO products (product_id, merchant_id, category_id, product_name, selling_price)"
                        + " VALUES (?, ?, ?, 'P', 1)",
                id,
                reel.owner,
                reel.category);
        handle.execute("INSERT INTO product_stock VALUES (?, 1)", id);
        handle.execute(
                "INSERT INTO reels (reel_id, merchant_id, product_id, video_url, description, duration_seconds,"
                        + " created_at, updated_at) VALUES (?, ?, ?, '', '', ?, '2026-01-01', '2026-01-01')",
                id,
                reel.owner,
                id,
                reel.duration);
    }

    @AfterEach
    void close() {
        batches.close();
        database.close();
        TestingDatabase.drop(address);
    }

    @Test
    void theEngineDoesWhatTheNaiveModelDoes() {
        int done = 0;
        for (int batch = 0; done < COMMANDS; batch++) {
            model.limit = done / (COMMANDS / 3) == 1 ? LOWERED_LIMIT : LIMIT;
            passTime();
            changeTheShop();
            List<Command> commands = Stream.generate(this::command)
                    .limit(Math.min(COMMANDS - done, batchSize()))
                    .toList();
            List<Outcome> expected =
                    commands.stream().map(command -> model.apply(command, now)).toList();
            memory = random.nextInt(10) == 0 ? nodes.get(random.nextInt(2)) : memory;
            remembered += (int) commands.stream()
                    .map(command -> command.actor().userId())
                    .filter(user -> user != null && memory.expects(user))
                    .count();
            if (random.nextInt(10) == 0) {
                applyInVain(commands);
            }
            assertThat(apply(commands)).as("batch %d: %s", batch, commands).isEqualTo(expected);
            done += commands.size();
            if (batch % 100 == 0) {
                assertSameRows(batch);
            }
        }
        assertSameRows(-1);
        assertThat(remembered).isBetween(COMMANDS / 10, COMMANDS * 9 / 10);
    }

    private void applyInVain(List<Command> commands) {
        assertThatThrownBy(() -> apply(commands, () -> {
                    throw new IllegalStateException("in vain");
                }))
                .hasMessage("in vain");
    }

    private List<Outcome> apply(List<Command> commands) {
        return apply(commands, () -> {});
    }

    private List<Outcome> apply(List<Command> commands, Runnable beforeWriting) {
        BigDecimal seconds = BigDecimal.valueOf(ChronoUnit.MICROS.between(EPOCH, now), 6);
        return batches.transactionPlainly((connection, inTime) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TIMESTAMP = " + seconds);
                Runnable before = () -> {
                    inTime.run();
                    beforeWriting.run();
                };
                return Batch.apply(connection, before, commands, model.limit, memory)
                        .outcomes();
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(commands.toString(), e);
            }
        });
    }

    private int batchSize() {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(10);
            default -> 1 + random.nextInt(200);
        };
    }

    private void passTime() {
        now = switch (random.nextInt(10)) {
            case 0 -> now;
            case 1 -> now.minusSeconds(random.nextInt(3));
            case 2 -> now.plusHours(random.nextInt(6));
            default -> now.plusNanos(1000L * random.nextInt(5_000_000));
        };
    }

    private void changeTheShop() {
        if (random.nextInt(5) != 0) {
            return;
        }
        NaiveModel.Reel reel = model.reels.get(1 + random.nextInt(REELS));
        boolean flag = random.nextInt(3) == 0;
        database.execute(handle -> {
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    reel.soldOut = flag;
                    handle.execute(
                            "UPDATE product_stock SET stock_qty = ? WHERE product_id = ?", flag ? 0 : 3, reel.id);
                }
                case 2, 3 -> {
                    reel.hidden = flag;
                    handle.execute("UPDATE reels SET is_active = ? WHERE reel_id = ?", !flag, reel.id);
                }
                case 4 -> {
                    reel.deleted = flag;
                    String time = flag ? "'2026-03-01'" : "NULL";
                    handle.execute("UPDATE reels SET deleted_at = " + time + " WHERE reel_id = ?", reel.id);
                }
                case 5 -> {
                    reel.category = Arrays.asList(null, 1, 2).get(random.nextInt(3));
                    handle.execute("UPDATE products SET category_id = ? WHERE product_id = ?", reel.category, reel.id);
                }
                default -> {
                    // The third merchant only, whose reels are hidden from everyone by that.
                    handle.execute(
                            "UPDATE merchant_profiles SET is_active = ? WHERE merchant_id = ?", !flag, MERCHANTS);
                    model.merchantLeft(MERCHANTS, flag);
                }
            }
        });
    }

    private Command command() {
        int user = 1 + random.nextInt(USERS);
        // The last user is an admin.
        Actor actor = new Actor(user, user == USERS);
        int reel = 1 + random.nextInt(random.nextInt(10) == 0 ? REELS + 2 : REELS);
        int merchant = 1 + random.nextInt(MERCHANTS + 1);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Like(actor, reel);
            case 3, 4 -> new Unlike(actor, reel);
            case 5, 6 -> new Share(random.nextInt(3) == 0 ? new Actor(null, random.nextBoolean()) : actor, reel);
            case 7 -> new Follow(actor, merchant);
            case 8 -> new Unfollow(actor, merchant);
            case 9 -> earlier.isEmpty() ? view(actor, reel) : earlier.get(random.nextInt(earlier.size()));
            default -> view(actor, reel);
        };
    }

    private View view(Actor actor, int reel) {
        Integer seconds = random.nextInt(5) == 0 ? null : Integer.valueOf(random.nextInt(70));
        LocalDateTime at = switch (random.nextInt(8)) {
            case 0 -> now.minusDays(random.nextInt(10)).minusNanos(random.nextInt(1_000_000_000));
            case 1 -> now.minusSeconds(random.nextInt(100));
            case 2 -> now.plusSeconds(random.nextInt(100));
            default -> null;
        };
        View view = new View(actor, reel, seconds, at);
        if (at != null && earlier.size() < 1000) {
            earlier.add(view);
        }
        return view;
    }

    private void assertSameRows(int batch) {
        same(
                batch,
                "user_reel_likes",
                "user_id, reel_id, created_at",
                model.likes.stream().map(like -> row(like.user, like.other, like.at)));
        same(
                batch,
                "user_reel_shares",
                "user_id, reel_id, shared_at",
                model.shares.stream().map(share -> row(share.user, share.other, share.at)));
        same(
                batch,
                "user_merchant_follows",
                "user_id, merchant_id, followed_at",
                model.follows.stream().map(follow -> row(follow.user, follow.other, follow.at)));
        same(
                batch,
                "user_seen_reels",
                "user_id, reel_id, longest_seconds, counted_views, first_viewed_at, last_viewed_at, last_reported_at",
                model.ledger.stream()
                        .map(seen -> row(
                                seen.user,
                                seen.reel,
                                seen.longest,
                                seen.counted,
                                seen.first,
                                seen.last,
                                seen.reported)));
        same(
                batch,
                "user_reel_views",
                "user_id, reel_id, viewed_at, view_duration, created_at, updated_at",
                model.recent.stream()
                        .map(view -> row(view.user, view.reel, view.viewed, view.seconds, view.created, view.updated)));
        same(
                batch,
                "user_category_preferences",
                "user_id, category_id, preference_score, interaction_count, last_interaction_at",
                model.tastes.stream()
                        .map(taste -> row(taste.user, taste.category, taste.score, taste.count, taste.last)));
        same(
                batch,
                "reel_daily WHERE views <> 0 OR likes <> 0 OR shares <> 0",
                "reel_id, day, views, likes, shares",
                model.days.stream()
                        .filter(day -> day.views != 0 || day.likes != 0 || day.shares != 0)
                        .map(day -> row(day.reel, java.sql.Date.valueOf(day.day), day.views, day.likes, day.shares)));
        same(
                batch,
                "user_totals WHERE likes + views + follows + recent_views > 0",
                "user_id, likes, views, follows, recent_views",
                totals());
        same(
                batch,
                "reels",
                "reel_id, likes_count, shares_count, anonymous_shares, views_count, unique_viewers,"
                        + " longest_seconds_sum, completions",
                model.reels.values().stream().map(this::counters));
    }

    private Stream<String> totals() {
        List<String> rows = new ArrayList<>();
        for (int user = 1; user <= USERS; user++) {
            int id = user;
            long likes = model.likes.stream().filter(like -> like.user == id).count();
            long views = model.ledger.stream().filter(seen -> seen.user == id).count();
            long follows =
                    model.follows.stream().filter(follow -> follow.user == id).count();
            long recent = model.recent.stream().filter(view -> view.user == id).count();
            if (likes + views + follows + recent > 0) {
                rows.add(row(id, likes, views, follows, recent));
            }
        }
        return rows.stream();
    }

    private String counters(NaiveModel.Reel reel) {
        List<NaiveModel.Ledger> viewers = model.viewersOf(reel.id);
        return row(
                reel.id,
                model.likesOf(reel.id),
                model.sharesOf(reel.id),
                reel.anonymousShares,
                viewers.stream().mapToInt(seen -> seen.counted).sum(),
                viewers.size(),
                viewers.stream().mapToInt(seen -> seen.longest).sum(),
                viewers.stream()
                        .filter(seen -> NaiveModel.isComplete(seen, reel))
                        .count());
    }

    private static String row(Object... values) {
        return Arrays.toString(values);
    }

    private void same(int batch, String fromWhere, String columns, Stream<String> expected) {
        int count = columns.split(",").length;
        List<String> rows = database.read(handle -> handle.createQuery("SELECT " + columns + " FROM " + fromWhere)
                .map((row, context) -> {
                    Object[] values = new Object[count];
                    for (int i = 0; i < count; i++) {
                        Object value = row.getObject(i + 1);
                        values[i] =
                                value instanceof java.sql.Timestamp ? row.getObject(i + 1, LocalDateTime.class) : value;
                    }
                    return row(values);
                })
                .list());
        assertThat(rows)
                .as("%s after batch %d, seed %d", fromWhere, batch, SEED)
                .containsExactlyInAnyOrderElementsOf(expected.toList());
    }
}
