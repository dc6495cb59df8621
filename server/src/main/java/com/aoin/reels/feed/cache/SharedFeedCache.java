package com.aoin.reels.feed.cache;

import com.aoin.reels.cache.Redis;
import com.aoin.reels.cache.RedisDown;
import com.aoin.reels.feed.cache.FeedCodec.Stamped;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps feeds in Redis, so that every node goes on with what another one has served, and in this process too, for when
 * Redis does not answer. One question reads all that is known of a user. What all users see has a version in Redis,
 * which every change raises, and a feed is good for the version that it was made under; a node whose index has not
 * followed the database as far as the latest version makes feeds without keeping them for others.
 *
 * <p>Redis may come back with older contents: it writes to disk every second at best, and a replica that takes over may
 * lack the last changes. Its version is then lower than one that it has told before, so changes are missing from it, and
 * nothing in it is taken for good until the version is raised anew.
 */
public final class SharedFeedCache implements FeedCache {
    private static final String VERSION = "feed:version";
    /**
     * Gives a version that was never there before, and is higher than the one a node knows. It is made of the time,
     * because one that was counted up comes again after Redis has lost it.
     */
    private static final String RAISE = """
            local time = redis.call('TIME')
            local known = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1]))
            local version = math.max(known + 1, time[1] * 1000000 + time[2])
            redis.call('SET', KEYS[1], string.format('%.0f', version))
            return version
            """;

    private final Redis redis;
    private final LocalFeedCache local;
    private final ContentVersion version;
    private final LongPredicate hasFollowed;
    /** Changes that Redis does not know of; one from the start, since nobody can tell what it lost before. */
    private final AtomicInteger owed = new AtomicInteger(1);

    private final AtomicReference<Seen> latest = new AtomicReference<>(new Seen(0, System.nanoTime()));

    /** The highest version that Redis has told, and when this node saw it first, of {@link System#nanoTime}. */
    private record Seen(long version, long nanoTime) {}

    /**
     * Keeps feeds in Redis.
     *
     * @param local       what is asked while Redis does not answer
     * @param version     whose changes are counted for all nodes
     * @param hasFollowed whether the index has what was committed at a {@link System#nanoTime}
     */
    public SharedFeedCache(Redis redis, LocalFeedCache local, ContentVersion version, LongPredicate hasFollowed) {
        this.redis = redis;
        this.local = local;
        this.version = version;
        this.hasFollowed = hasFollowed;
        version.follow(this::countUp);
        redis.onAnswer(this::payOwed);
    }

    private static String feedKey(int userId) {
        return "feed:recommended:" + userId;
    }

    private static String cutsKey(int userId) {
        return "feed:recommended:" + userId + ":cuts";
    }

    private static String preferencesKey(int userId) {
        return "preferences:" + userId;
    }

    /** Has Redis count a change. */
    private CompletionStage<Long> raise(StatefulRedisConnection<String, byte[]> connection) {
        byte[] known = Long.toString(latest.get().version()).getBytes(StandardCharsets.US_ASCII);
        return connection.async().eval(RAISE, ScriptOutputType.INTEGER, new String[] {VERSION}, known);
    }

    /** What is the latest now, whichever order the answers of Redis are looked at in. */
    private Seen see(long version) {
        Seen now = new Seen(version, System.nanoTime());
        return latest.accumulateAndGet(now, (before, seen) -> seen.version() > before.version() ? seen : before);
    }

    private void countUp() {
        try {
            see(redis.ask(this::raise));
        } catch (RedisDown e) {
            // Other nodes find the change by themselves; what is in Redis from before must not be taken for new.
            owed.incrementAndGet();
        }
    }

    /** Run again and again, for Redis may answer and refuse to write: full, or a replica for a while. */
    private void payOwed() {
        int changes = owed.get();
        if (changes > 0) {
            try {
                see(redis.askFirst(this::raise));
                owed.addAndGet(-changes);
            } catch (RedisDown e) {
                // They stay owed.
            }
        }
    }

    @Override
    public Found find(int userId) {
        long here = version.current();
        // Before Redis is asked: what is paid or seen meanwhile may not be in the answer.
        boolean owes = owed.get() > 0;
        long known = latest.get().version();
        try {
            List<KeyValue<String, byte[]>> values = redis.ask(connection ->
                    connection.async().mget(VERSION, feedKey(userId), cutsKey(userId), preferencesKey(userId)));
            long latestVersion = followed(number(value(values, 0)), known);
            long shared = owes ? Version.UNKNOWN : latestVersion;
            Preferences preferences = FeedCodec.preferences(value(values, 3), userId);
            Stamped there = FeedCodec.feed(value(values, 1), userId);
            Found served = local.find(userId);
            if (there == null || isLater(served.generation(), there.generation())) {
                // Redis has lost it, or was not there or did not take it when page 1 was served.
                local.markAlone(userId);
                boolean current = served.current() && latestVersion != Version.UNKNOWN;
                return new Found(served.generation(), current, served.cuts(), preferences, new Version(here, shared));
            }
            return new Found(
                    there.generation(),
                    shared != Version.UNKNOWN && there.version() == shared,
                    FeedCodec.cuts(value(values, 2), userId),
                    preferences,
                    new Version(here, shared));
        } catch (RedisDown e) {
            return local.find(userId);
        }
    }

    /** Whether the last page 1 was served from what is kept here, rather than from what Redis has. */
    private boolean isLater(@Nullable Generation here, Generation there) {
        if (here == null) {
            return false;
        }
        long madeMicros = here.origin().madeMicros();
        long madeThere = there.origin().madeMicros();
        return madeMicros > madeThere
                || (madeMicros == madeThere && local.isAlone(here.origin().userId()));
    }

    private static byte @Nullable [] value(List<KeyValue<String, byte[]>> values, int at) {
        return values.get(at).getValueOrElse(null);
    }

    private static long number(byte @Nullable [] value) {
        return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    /** The version, when Redis has lost nothing that was known before it was asked, and the index has followed. */
    private long followed(long latestVersion, long known) {
        if (latestVersion < known) {
            owed.compareAndSet(0, 1);
            return Version.UNKNOWN;
        }
        return hasFollowed.test(see(latestVersion).nanoTime()) ? latestVersion : Version.UNKNOWN;
    }

    @Override
    public void keep(Generation feed, Version version) {
        local.keep(feed, version);
        tellAnew(feed, version);
    }

    private void tellAnew(Generation feed, Version version) {
        int userId = feed.origin().userId();
        tell(userId, redis -> {
            var kept = redis.set(
                    feedKey(userId),
                    FeedCodec.encode(feed, version.shared()),
                    SetArgs.Builder.ex(LocalFeedCache.CONTINUED));
            var _ = redis.del(cutsKey(userId));
            return kept;
        });
    }

    @Override
    public void keepLonger(Generation feed, Version version) {
        int userId = feed.origin().userId();
        boolean alone = local.isAlone(userId);
        local.keep(feed, version);
        if (alone) {
            tellAnew(feed, version);
        } else {
            tell(userId, redis -> {
                var _ = redis.del(cutsKey(userId));
                return redis.expire(feedKey(userId), LocalFeedCache.CONTINUED);
            });
        }
    }

    @Override
    public void keep(int userId, Cuts cuts) {
        local.keep(userId, cuts);
        tell(
                userId,
                redis -> redis.set(
                        cutsKey(userId), FeedCodec.encode(userId, cuts), SetArgs.Builder.ex(LocalFeedCache.CONTINUED)));
    }

    @Override
    public void keep(int userId, Preferences preferences) {
        local.keep(userId, preferences);
        try {
            redis.ask(connection -> connection
                    .async()
                    .set(
                            preferencesKey(userId),
                            FeedCodec.encode(userId, preferences),
                            SetArgs.Builder.ex(LocalFeedCache.PREFERENCES)));
        } catch (RedisDown e) {
            // It is kept here, and older ones in Redis bear an older version.
        }
    }

    private interface Telling {
        CompletionStage<?> tell(RedisAsyncCommands<String, byte[]> redis);
    }

    /** Waits, because the next page may be asked of another node as soon as this one is answered. */
    private void tell(int userId, Telling what) {
        try {
            redis.ask(connection -> what.tell(connection.async()));
        } catch (RedisDown e) {
            local.markAlone(userId);
        }
    }
}
