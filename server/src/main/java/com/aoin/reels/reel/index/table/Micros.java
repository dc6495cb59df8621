package com.aoin.reels.reel.index.table;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as microseconds since the epoch, the precision of the database. */
public final class Micros {
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    private Micros() {}

    public static long of(LocalDateTime utc) {
        return ChronoUnit.MICROS.between(EPOCH, utc);
    }

    /** Rounded up, so that a limit between two microseconds lets in neither more nor less. */
    public static long of(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.plusNanos(999));
    }
}
