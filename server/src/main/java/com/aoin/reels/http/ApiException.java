package com.aoin.reels.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that ends the request, answered as {@code {"error", "code", "details"}}. It carries no stack trace: it is
 * an answer, not a fault. Its message is read by people.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final ErrorCode code;
    private final transient @Nullable String field;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private boolean closing;

    private ApiException(int status, ErrorCode code, String message, @Nullable String field) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    public static ApiException of(ErrorCode code, String message) {
        return new ApiException(code.status(), code, message, null);
    }

    /**
     * A refusal because of one input.
     *
     * @param field the input at fault, as the client named it
     */
    public static ApiException of(ErrorCode code, String field, String message) {
        return new ApiException(code.status(), code, message, field);
    }

    /** A code under another status than its usual one. */
    public static ApiException withStatus(int status, ErrorCode code, String message) {
        return new ApiException(status, code, message, null);
    }

    /** A code under another status than its usual one, because of one input where a field is given. */
    public static ApiException withStatus(int status, ErrorCode code, @Nullable String field, String message) {
        return new ApiException(status, code, message, field);
    }

    public static ApiException invalid(String field, String message) {
        return of(ErrorCode.VALIDATION_ERROR, field, message);
    }

    public static ApiException notFound(String message) {
        return of(ErrorCode.NOT_FOUND_ERROR, message);
    }

    public static ApiException forbidden(String message) {
        return of(ErrorCode.AUTHORIZATION_ERROR, message);
    }

    /** Something that passes: 503 with the seconds after which to try again. */
    public static ApiException unavailable(String message, int retryAfterSeconds) {
        return withStatus(503, ErrorCode.TRANSACTION_ERROR, message)
                .header("Retry-After", Integer.toString(retryAfterSeconds));
    }

    public ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Ends the connection after the answer, since the rest of the request will not be read. */
    public ApiException closing() {
        closing = true;
        return this;
    }

    public int status() {
        return status;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String field() {
        return field;
    }

    public Map<String, String> headers() {
        return headers;
    }

    boolean closesConnection() {
        return closing;
    }
}
