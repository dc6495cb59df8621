package com.aoin.reels.http;

import com.aoin.reels.auth.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request whose caller is known: its path, query, headers and body. */
public final class Request {
    private static final int JSON_LIMIT = 256 * 1024;

    private final ServerRequest request;
    private final RequestBody body;
    private final Caller caller;
    private final String id;

    Request(ServerRequest request, RequestBody body, Caller caller, String id) {
        this.request = request;
        this.body = body;
        this.caller = caller;
        this.id = id;
    }

    public Caller caller() {
        return caller;
    }

    /** The merchant profile of the caller, on routes for merchants only. */
    public int merchant() {
        return Objects.requireNonNull(caller.merchant());
    }

    /** The caller's user id, on routes for signed-in callers and merchants only. */
    public int user() {
        return Objects.requireNonNull(caller.user());
    }

    /** The caller, on routes for admins only. */
    public Caller.Admin admin() {
        return (Caller.Admin) caller;
    }

    /** The id under which the logs know this request. */
    public String id() {
        return id;
    }

    public int pathId(String name) {
        return Ids.parse(name, pathText(name));
    }

    public String pathText(String name) {
        return request.path().pathParameters().get(name);
    }

    public Query query() {
        return new Query(request.query());
    }

    /** Whether only the headers of the answer are wanted; such a request must not count as a use of anything. */
    public boolean isHead() {
        return request.prologue().method().equals(Method.HEAD);
    }

    public String method() {
        return request.prologue().method().text();
    }

    public @Nullable String header(String name) {
        return request.headers().value(HeaderNames.create(name)).orElse(null);
    }

    /** The length that the client announced in bytes, −1 when it did not. */
    public long contentLength() {
        return body.announcedLength();
    }

    public boolean hasBody() {
        return body.isPresent();
    }

    /** The body as it arrives; slow senders are cut off. */
    public InputStream body() {
        return body.stream();
    }

    /** The body as a JSON object of a usual size; no body is the empty object. */
    public JsonObject json() {
        return json(JSON_LIMIT);
    }

    /**
     * The body as a JSON object.
     *
     * @param limit most bytes; a larger body is a 413
     */
    public JsonObject json(int limit) {
        byte[] body = readAtMost(limit);
        if (body.length > 0 && !isJson()) {
            throw notJson();
        }
        return JsonObject.parse(body);
    }

    /**
     * The body as JSON that is read while it arrives, for those too large to hold.
     *
     * @param limit most bytes; a larger body is a 413
     */
    public InputStream jsonStream(int limit) throws IOException {
        if (contentLength() > limit) {
            throw tooLarge(limit);
        }
        PushbackInputStream in = new PushbackInputStream(body());
        int first = in.read();
        if (first >= 0) {
            if (!isJson()) {
                throw notJson();
            }
            in.unread(first);
        }
        return in;
    }

    private static ApiException notJson() {
        return ApiException.withStatus(415, ErrorCode.VALIDATION_ERROR, "The body must be sent as application/json");
    }

    private boolean isJson() {
        String type = header("Content-Type");
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private byte[] readAtMost(int limit) {
        if (contentLength() > limit) {
            throw tooLarge(limit);
        }
        try (InputStream in = body()) {
            // Reading all bytes takes a buffer of 16 KiB first, for a body of 20. One more, to see the end.
            return contentLength() < 0 ? in.readAllBytes() : in.readNBytes((int) contentLength() + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiException tooLarge(int limit) {
        return ApiException.withStatus(
                        413, ErrorCode.VALIDATION_ERROR, "The body must not be larger than " + limit + " bytes")
                .closing();
    }
}
