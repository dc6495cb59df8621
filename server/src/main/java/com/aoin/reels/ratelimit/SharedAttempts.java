package com.aoin.reels.ratelimit;

import com.aoin.reels.cache.Redis;
import com.aoin.reels.cache.RedisDown;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Counts the attempts of all nodes in Redis. Each is one script, which Redis runs alone: two nodes at once cannot both
 * take the last attempt, and the hour is measured by one clock. An upload can wait a second for it, so a Redis or a node that
 * is slow for a moment does not make each node count for itself.
 */
final class SharedAttempts {
    private static final String ATTEMPT = """
            local used = tonumber(redis.call('GET', KEYS[1]) or '0')
            local admitted = 0
            if used < tonumber(ARGV[1]) then
              used = redis.call('INCR', KEYS[1])
              admitted = 1
            end
            if redis.call('PTTL', KEYS[1]) < 0 then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return {admitted, used, redis.call('PTTL', KEYS[1])}
            """;
    private static final String GIVE_BACK = """
            local used = tonumber(redis.call('GET', KEYS[1]) or '0')
            if used > 1 then
              redis.call('DECR', KEYS[1])
            else
              redis.call('DEL', KEYS[1])
            end
            return used
            """;

    private final Redis redis;

    SharedAttempts(Redis redis) {
        this.redis = redis;
    }

    /** As {@link LocalAttempts#attempt}, over all nodes. */
    Attempt attempt(Limit limit, int userId) throws RedisDown {
        List<Long> counted = redis.askPatiently(connection -> connection
                .async()
                .<List<Long>>eval(
                        ATTEMPT,
                        ScriptOutputType.MULTI,
                        keys(limit, userId),
                        bytes(limit.attempts()),
                        bytes(limit.window().toMillis())));
        return new Attempt(counted.getFirst() == 1, counted.get(1).intValue(), Math.max(0, counted.get(2)), true);
    }

    /** As {@link LocalAttempts#giveBack}, over all nodes. */
    void giveBack(Limit limit, int userId) throws RedisDown {
        redis.ask(
                connection -> connection.async().<Long>eval(GIVE_BACK, ScriptOutputType.INTEGER, keys(limit, userId)));
    }

    private static String[] keys(Limit limit, int userId) {
        return new String[] {limit.label() + ":" + userId};
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
}
