package com.aoin.reels.feed.cache;

import com.aoin.reels.feed.cache.FeedCache.Preferences;
import com.aoin.reels.feed.cache.Generation.Origin;
import com.aoin.reels.feed.ranking.Preference;
import com.aoin.reels.feed.ranking.Tier;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How what is kept looks in Redis. What another version wrote, or another user's, is as good as nothing. */
final class FeedCodec {
    /** To be raised with every change of a form below. */
    private static final byte FORM = 2;

    private FeedCodec() {}

    /** A feed and the version of what all users see that it is good for. */
    record Stamped(Generation generation, long version) {}

    static byte[] encode(Generation feed, long version) {
        Origin origin = feed.origin();
        ByteBuffer out = ByteBuffer.allocate(1 + 4 + 8 + 4 + 8 + 8 + 4 + 4 + feed.length() * 13);
        out.put(FORM).putInt(origin.userId()).putLong(origin.madeMicros()).putInt(origin.perPage());
        out.putLong(origin.userVersion()).putLong(version);
        out.putInt(feed.watchedFrom()).putInt(feed.length());
        for (int i = 0; i < feed.length(); i++) {
            out.putInt(feed.reel(i)).putInt(feed.merchant(i)).putInt(feed.category(i));
            out.put(feed.tier(i).code());
        }
        return out.array();
    }

    static @Nullable Stamped feed(byte @Nullable [] bytes, int userId) {
        ByteBuffer in = begin(bytes, userId);
        return in == null ? null : orNull(() -> feed(in, userId));
    }

    private static @Nullable Stamped feed(ByteBuffer in, int userId) {
        Origin origin = new Origin(userId, in.getLong(), in.getInt(), in.getLong());
        long version = in.getLong();
        int watchedFrom = in.getInt();
        int length = in.getInt();
        if (length < 0 || in.remaining() != length * 13 || watchedFrom < 0 || watchedFrom > length) {
            return null;
        }
        int[] reels = new int[length];
        int[] merchants = new int[length];
        int[] categories = new int[length];
        byte[] tiers = new byte[length];
        for (int i = 0; i < length; i++) {
            reels[i] = in.getInt();
            merchants[i] = in.getInt();
            categories[i] = in.getInt();
            tiers[i] = in.get();
            if (Tier.of(tiers[i]) == null) {
                return null;
            }
        }
        return new Stamped(new Generation(origin, reels, merchants, categories, tiers, watchedFrom), version);
    }

    static byte[] encode(int userId, Cuts cuts) {
        int numbers = cuts.ends().length + 2 * cuts.ahead().length;
        ByteBuffer out = ByteBuffer.allocate(1 + 4 + 8 + 4 + 4 + 4 * numbers);
        out.put(FORM).putInt(userId).putLong(cuts.madeMicros()).putInt(cuts.perPage());
        out.putInt(cuts.ends().length);
        for (int[] part : new int[][] {cuts.ends(), cuts.ahead(), cuts.aheadOn()}) {
            for (int number : part) {
                out.putInt(number);
            }
        }
        return out.array();
    }

    static Cuts cuts(byte @Nullable [] bytes, int userId) {
        ByteBuffer in = begin(bytes, userId);
        Cuts cuts = in == null ? null : orNull(() -> cuts(in));
        return cuts == null ? Cuts.none() : cuts;
    }

    private static @Nullable Cuts cuts(ByteBuffer in) {
        long madeMicros = in.getLong();
        int perPage = in.getInt();
        int pages = in.getInt();
        int ahead = in.remaining() / 4 - pages;
        if (pages < 0 || ahead < 0 || ahead % 2 != 0) {
            return null;
        }
        return new Cuts(madeMicros, perPage, ints(in, pages), ints(in, ahead / 2), ints(in, ahead / 2));
    }

    private static int[] ints(ByteBuffer in, int count) {
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
            ints[i] = in.getInt();
        }
        return ints;
    }

    static byte[] encode(int userId, Preferences preferences) {
        ByteBuffer out = ByteBuffer.allocate(1 + 4 + 8 + preferences.list().size() * 20);
        out.put(FORM).putInt(userId).putLong(preferences.userVersion());
        for (Preference preference : preferences.list()) {
            out.putInt(preference.categoryId()).putDouble(preference.score());
            out.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, preference.interactionAt()));
        }
        return out.array();
    }

    static @Nullable Preferences preferences(byte @Nullable [] bytes, int userId) {
        ByteBuffer in = begin(bytes, userId);
        return in == null
                ? null
                : orNull(() -> {
                    long version = in.getLong();
                    List<Preference> list = new ArrayList<>();
                    while (in.hasRemaining()) {
                        int category = in.getInt();
                        double score = in.getDouble();
                        list.add(new Preference(category, score, Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS)));
                    }
                    return new Preferences(version, list);
                });
    }

    private static @Nullable ByteBuffer begin(byte @Nullable [] bytes, int userId) {
        ByteBuffer in = bytes == null || bytes.length < 5 ? null : ByteBuffer.wrap(bytes);
        return in != null && in.get() == FORM && in.getInt() == userId ? in : null;
    }

    @FunctionalInterface
    private interface Reading<T> {
        @Nullable
        T read();
    }

    private static <T> @Nullable T orNull(Reading<T> reading) {
        try {
            return reading.read();
        } catch (BufferUnderflowException e) {
            return null;
        }
    }
}
