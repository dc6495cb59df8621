package com.aoin.reels.reel;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.MediaAccess.Verdict;
import com.aoin.reels.storage.LocalStorage;
import com.aoin.reels.storage.StorageKey;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Delivery of local media under {@code /media/}: ranges, so that players can seek, conditional requests, and caching
 * for ever, since a key always names the same bytes. Only texts of a key's exact form reach the file system.
 */
public final class MediaRoutes {
    /** The JDK's own RFC 1123 format writes days below ten with one digit, which HTTP does not allow. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private static final int BUFFER = 64 * 1024;

    private final MediaAccess access;
    private final LocalStorage storage;

    public MediaRoutes(Database database, LocalStorage storage) {
        this.access = new MediaAccess(database);
        this.storage = storage;
    }

    public List<Route> routes() {
        return List.of(Route.get("/media/{+key}", Access.ANYONE, this::deliver));
    }

    private Answer deliver(Request request) throws IOException {
        String key = request.pathText("key");
        Verdict verdict = StorageKey.isValid(key) ? access.of(key, request.caller()) : Verdict.NONE;
        Path file = verdict == Verdict.NONE ? null : storage.path(key);
        if (file == null || !Files.isRegularFile(file)) {
            throw ApiException.notFound("There is no such file");
        }
        long size = Files.size(file);
        Instant modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
        String tag = '"' + key.substring(key.lastIndexOf('/') + 1, key.lastIndexOf('.')) + '"';
        return answer(request, file, key, size, modified, tag)
                .header("ETag", tag)
                .header("Last-Modified", httpDate(modified))
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", verdict == Verdict.PUBLIC ? StorageKey.CACHE_CONTROL : "private, no-store");
    }

    private static Answer answer(Request request, Path file, String key, long size, Instant modified, String tag) {
        if (isUnchanged(request, modified, tag)) {
            return Answer.empty(304);
        }
        ByteRange range = isRangeWanted(request, modified, tag) ? ByteRange.parse(request.header("Range"), size) : null;
        if (range != null && range.isEmpty()) {
            throw ApiException.withStatus(416, ErrorCode.VALIDATION_ERROR, "The range lies outside the file")
                    .header("Content-Range", "bytes */" + size);
        }
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        Answer answer = Answer.streaming(range == null ? 200 : 206, response -> send(file, first, length, response))
                .header("Content-Type", StorageKey.mediaType(key))
                .header("Content-Length", Long.toString(length));
        if (range != null) {
            answer.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
        }
        return answer;
    }

    private static boolean isUnchanged(Request request, Instant modified, String tag) {
        String match = request.header("If-None-Match");
        if (match != null) {
            return match.strip().equals("*")
                    // Commas only: a pattern that eats blanks takes a second for a header full of them.
                    || Stream.of(match.replace("W/", "").split(","))
                            .anyMatch(one -> one.strip().equals(tag));
        }
        Instant since = instant(request.header("If-Modified-Since"));
        return since != null && !modified.isAfter(since);
    }

    /** A range of a file that has changed in between would be of no use. */
    private static boolean isRangeWanted(Request request, Instant modified, String tag) {
        String condition = request.header("If-Range");
        return condition == null || condition.equals(tag) || modified.equals(instant(condition));
    }

    private static @Nullable Instant instant(@Nullable String httpDate) {
        try {
            return httpDate == null
                    ? null
                    : ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String httpDate(Instant time) {
        return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    private static void send(Path file, long first, long length, ServerResponse response) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            copy(in, first, length, response.outputStream());
        } catch (IOException e) {
            throw new IllegalStateException("The file " + file + " cannot be read", e);
        }
    }

    private static void copy(FileChannel in, long first, long length, OutputStream out) throws IOException {
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long end = first + length;
        for (long position = first; position < end; position += buffer.position()) {
            buffer.clear().limit((int) Math.min(BUFFER, end - position));
            if (in.read(buffer, position) < 0) {
                throw new EOFException("It ended at " + position);
            }
            write(out, bytes, buffer.position());
        }
        close(out);
    }

    private static void write(OutputStream out, byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
