package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers of the tus protocol, version 1.0.0, and how they are read. */
public final class Tus {
    public static final String VERSION = "1.0.0";
    public static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";
    public static final String RESUMABLE = "Tus-Resumable";
    public static final String OFFSET = "Upload-Offset";
    public static final String LENGTH = "Upload-Length";
    public static final String METADATA = "Upload-Metadata";
    public static final String EXPIRES = "Upload-Expires";

    private static final String OVERRIDE = "X-HTTP-Method-Override";
    private static final String BYTES = "application/offset+octet-stream";
    /** As HTTP writes times, whose days of the month have two digits always. */
    private static final DateTimeFormatter HTTP_TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private Tus() {}

    /**
     * Refuses a client of another version.
     *
     * @throws ApiException 412
     */
    public static void requireVersion(Request request) {
        if (!VERSION.equals(request.header(RESUMABLE))) {
            throw ApiException.withStatus(
                            412, ErrorCode.VALIDATION_ERROR, RESUMABLE + " must be sent, and must be " + VERSION)
                    .header("Tus-Version", VERSION);
        }
    }

    /** The method that is meant: some clients cannot send PATCH or DELETE, and say so in a header of a POST. */
    public static String method(Request request) {
        String override = request.header(OVERRIDE);
        return override == null ? request.method() : override.strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Refuses a body of anything but the bytes of an upload.
     *
     * @throws ApiException 415
     */
    public static void requireBytes(Request request) {
        String type = request.header("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(BYTES)) {
            throw ApiException.withStatus(
                    415, ErrorCode.VALIDATION_ERROR, "The bytes of an upload must be sent as " + BYTES);
        }
    }

    /**
     * A header that counts bytes.
     *
     * @throws ApiException VALIDATION_ERROR when it is missing or no number
     */
    public static long requireCount(Request request, String name) {
        long count = count(request, name);
        if (count < 0) {
            throw ApiException.invalid(name, name + " must be sent, as a number of bytes");
        }
        return count;
    }

    /** A header that counts bytes, −1 when it is missing or no number. */
    public static long count(Request request, String name) {
        String value = request.header(name);
        return value != null && value.matches("\\d{1,18}") ? Long.parseLong(value) : -1;
    }

    /** The header's text, empty when there is none. */
    public static String metadata(Request request) {
        @Nullable String value = request.header(METADATA);
        return value == null ? "" : value;
    }

    public static String httpTime(Instant time) {
        return HTTP_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
