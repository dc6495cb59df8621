package com.aoin.reels.interaction.engine;

import com.aoin.reels.interaction.engine.ReelDeltas.Deltas;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds the daily figures of a batch up by merchant, so that a merchant's chart is a few rows rather than one for each
 * reel and day. Almost every batch has something for a busy merchant, so the figures of a day are spread over slots,
 * one for each connection: batches do not wait for each other, and who reads adds the slots up.
 */
final class MerchantDays {
    private static final Comparator<MerchantDay> ORDER =
            Comparator.comparingInt(MerchantDay::merchantId).thenComparing(MerchantDay::day);

    private final Map<MerchantDay, Sums> days = new TreeMap<>(ORDER);

    private record MerchantDay(int merchantId, LocalDate day) {}

    private record Sums(int views, int likes, int shares) {
        Sums plus(Sums other) {
            return new Sums(views + other.views, likes + other.likes, shares + other.shares);
        }

        boolean isNothing() {
            return views == 0 && likes == 0 && shares == 0;
        }
    }

    void add(int merchantId, LocalDate day, Deltas deltas) {
        days.merge(
                new MerchantDay(merchantId, day),
                new Sums(deltas.of(Counter.VIEWS), deltas.of(Counter.LIKES), deltas.of(Counter.SHARES)),
                Sums::plus);
    }

    void write(Statements statements) {
        days.values().removeIf(Sums::isNothing);
        statements.writeRows(
                "INSERT INTO merchant_daily (merchant_id, day, slot, views, likes, shares) VALUES ",
                days.entrySet(),
                " ON DUPLICATE KEY UPDATE views = views + VALUES(views), likes = likes + VALUES(likes),"
                        + " shares = shares + VALUES(shares)",
                (row, day) -> row.value(day.getKey().merchantId())
                        .value(day.getKey().day())
                        .add(", CONNECTION_ID() MOD 16")
                        .value(day.getValue().views())
                        .value(day.getValue().likes())
                        .value(day.getValue().shares()));
    }
}
