package com.aoin.reels.reel;

import java.util.Locale;

/** How far the video is on its way to the version that plays everywhere. */
public enum Processing {
    /** It plays everywhere. */
    READY,
    /** Served as uploaded while its H.264/AAC version is made. */
    PENDING,
    /** Its H.264/AAC version could not be made; it stays served as uploaded. */
    FAILED;

    /** As stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
