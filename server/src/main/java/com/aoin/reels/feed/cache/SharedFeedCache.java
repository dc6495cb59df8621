package com.aoin.reels.feed.cache;

import com.aoin.reels.cache.Redis;
import com.aoin.reels.cache.RedisDown;
import com.aoin.reels.feed.cache.FeedCodec.Stamped;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps feeds in Redis, so that every node goes on with what another one has served, and in this process too, for when
 * Redis does not answer. One question reads all that is known of a user. What all users see has a version in Redis,
 * which every change counts up, and a feed is good for the version that it was made under; a node whose index has not
 * followed the database as far as the latest version makes feeds without keeping them for others.
 */
public final class SharedFeedCache implements FeedCache {
    private static final String VERSION = "feed:version";

    private final Redis redis;
    private final LocalFeedCache local;
    private final ContentVersion version;
    private final LongPredicate hasFollowed;
    private final AtomicBoolean owesCount = new AtomicBoolean();
    private volatile Seen latest = new Seen(Version.UNKNOWN, 0);

    /** A version, and when this node saw it first, of {@link System#nanoTime}. */
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
        redis.onReturn(this::payOwed);
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

    private void countUp() {
        try {
            redis.ask(connection -> connection.async().incr(VERSION));
        } catch (RedisDown e) {
            // Other nodes find the change by themselves; what is in Redis from before must not be taken for new.
            owesCount.set(true);
        }
    }

    private void payOwed() {
        if (owesCount.getAndSet(false)) {
            try {
                redis.askFirst(connection -> connection.async().incr(VERSION));
            } catch (RedisDown e) {
                owesCount.set(true);
            }
        }
    }

    @Override
    public Found find(int userId) {
        long here = version.current();
        try {
            List<KeyValue<String, byte[]>> values = redis.ask(connection ->
                    connection.async().mget(VERSION, feedKey(userId), cutsKey(userId), preferencesKey(userId)));
            long shared = followed(number(value(values, 0)));
            Stamped kept = FeedCodec.feed(value(values, 1), userId);
            Preferences preferences = FeedCodec.preferences(value(values, 3), userId);
            if (kept == null) {
                // Redis has lost it, perhaps. What this node has served is not good for page 1, but goes on.
                Found served = local.find(userId);
                return new Found(served.generation(), false, served.cuts(), preferences, new Version(here, shared));
            }
            return new Found(
                    kept.generation(),
                    shared != Version.UNKNOWN && kept.version() == shared,
                    FeedCodec.cuts(value(values, 2), userId),
                    preferences,
                    new Version(here, shared));
        } catch (RedisDown e) {
            return local.find(userId);
        }
    }

    private static byte @Nullable [] value(List<KeyValue<String, byte[]>> values, int at) {
        return values.get(at).getValueOrElse(null);
    }

    private static long number(byte @Nullable [] value) {
        return value == null ? 0 : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }

    /** The version, when the index has all that it counts. */
    private long followed(long latestVersion) {
        Seen seen = latest;
        if (seen.version() != latestVersion) {
            seen = new Seen(latestVersion, System.nanoTime());
            latest = seen;
        }
        return hasFollowed.test(seen.nanoTime()) ? latestVersion : Version.UNKNOWN;
    }

    @Override
    public void keep(Generation feed, Version version) {
        local.keep(feed, version);
        int userId = feed.origin().userId();
        tell(redis -> {
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
        local.keep(feed, version);
        int userId = feed.origin().userId();
        tell(redis -> {
            var _ = redis.del(cutsKey(userId));
            return redis.expire(feedKey(userId), LocalFeedCache.CONTINUED);
        });
    }

    @Override
    public void keep(int userId, Cuts cuts) {
        local.keep(userId, cuts);
        tell(redis -> redis.set(
                cutsKey(userId), FeedCodec.encode(userId, cuts), SetArgs.Builder.ex(LocalFeedCache.CONTINUED)));
    }

    @Override
    public void keep(int userId, Preferences preferences) {
        local.keep(userId, preferences);
        tell(redis -> redis.set(
                preferencesKey(userId),
                FeedCodec.encode(userId, preferences),
                SetArgs.Builder.ex(LocalFeedCache.PREFERENCES)));
    }

    private interface Telling {
        CompletionStage<?> tell(RedisAsyncCommands<String, byte[]> redis);
    }

    /** Waits, because the next page may be asked of another node as soon as this one is answered. */
    private void tell(Telling what) {
        try {
            redis.ask(connection -> what.tell(connection.async()));
        } catch (RedisDown e) {
            // It is kept here.
        }
    }
}
