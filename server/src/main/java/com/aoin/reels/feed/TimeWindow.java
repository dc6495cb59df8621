package com.aoin.reels.feed;

import com.aoin.reels.http.ApiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How old a trending reel may be. */
enum TimeWindow {
    DAY("24h", Duration.ofHours(24)),
    WEEK("7d", Duration.ofDays(7)),
    MONTH("30d", Duration.ofDays(30));

    private final String text;
    private final Duration length;

    TimeWindow(String text, Duration length) {
        this.text = text;
        this.length = length;
    }

    /** As the API spells it. */
    String text() {
        return text;
    }

    Duration length() {
        return length;
    }

    /** The one that a query names; a day when it names none. */
    static TimeWindow parse(@Nullable String held) {
        if (held == null) {
            return DAY;
        }
        for (TimeWindow window : values()) {
            if (window.text.equals(held)) {
                return window;
            }
        }
        throw ApiException.invalid("time_window", "time_window must be one of 24h, 7d, 30d");
    }
}
