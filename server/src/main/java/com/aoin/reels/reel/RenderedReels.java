package com.aoin.reels.reel;

import com.aoin.reels.http.Json;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.SerializedString;

/**
 * Reels as JSON, each kept for as long as its row reads the same, so that a page need not write them out again. What is
 * kept is compared with what was just read, so it is never older than that.
 */
final class RenderedReels {
    /** About 3 KB each. */
    private static final int KEPT = 4_000;

    private final Cache<Integer, Rendered> kept =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private record Rendered(Reel reel, ReelJson.Urls urls, SerializedString json) {}

    /**
     * The JSON of a reel.
     *
     * @param writer makes it from nothing but the reel and its links
     */
    SerializedString of(Reel reel, ReelJson.Urls urls, Json.Writer writer) {
        Rendered known = kept.getIfPresent(reel.reelId());
        if (known != null && known.reel().equals(reel) && known.urls().equals(urls)) {
            return known.json();
        }
        SerializedString json = new SerializedString(new String(Json.bytes(writer), StandardCharsets.UTF_8));
        kept.put(reel.reelId(), new Rendered(reel, urls, json));
        return json;
    }
}
