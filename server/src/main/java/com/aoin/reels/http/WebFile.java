package com.aoin.reels.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file of the web app, ready to send in every form that the build made of it. */
final class WebFile {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2",
            "webmanifest", "application/manifest+json");

    private final String type;
    private final byte[] plain;
    private final byte @Nullable [] brotli;
    private final byte @Nullable [] gzip;
    private final String etag;

    private WebFile(String type, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip) {
        this.type = type;
        this.plain = plain;
        this.brotli = brotli;
        this.gzip = gzip;
        this.etag = '"' + hash(plain) + '"';
    }

    /**
     * Takes a file as the build made it.
     *
     * @param brotli null where compressing does not pay
     * @param gzip   null where compressing does not pay
     */
    static WebFile of(String name, byte[] plain, byte @Nullable [] brotli, byte @Nullable [] gzip) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("The web app has a file of an unknown kind: " + name);
        }
        return new WebFile(type, plain, brotli, gzip);
    }

    static WebFile page(String html) {
        return of("index.html", html.getBytes(StandardCharsets.UTF_8), null, null);
    }

    /** In the smallest form that the client takes, or 304 when it has the file already. */
    Answer answer(Request request, String cacheControl) {
        Answer answer = etag.equals(request.header("If-None-Match")) ? Answer.empty(304) : body(request);
        return answer.header("ETag", etag).header("Vary", "Accept-Encoding").header("Cache-Control", cacheControl);
    }

    private Answer body(Request request) {
        if (brotli != null && takes(request, "br")) {
            return Answer.bytes(200, type, brotli).header("Content-Encoding", "br");
        }
        if (gzip != null && takes(request, "gzip")) {
            return Answer.bytes(200, type, gzip).header("Content-Encoding", "gzip");
        }
        return Answer.bytes(200, type, plain);
    }

    private static boolean takes(Request request, String encoding) {
        String accepted = request.header("Accept-Encoding");
        return accepted != null
                && Stream.of(accepted.split(","))
                        .map(one -> one.replace(" ", ""))
                        .anyMatch(one -> one.equals(encoding)
                                || (one.startsWith(encoding + ";q=") && !one.matches(".*;q=0(\\.0*)?")));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
