package com.aoin.reels.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request is answered with: a status, headers and a body that is ready or written by the answer itself. */
public final class Answer {
    private static final String JSON = "application/json";

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Body body;

    private Answer(int status, Body body) {
        this.status = status;
        this.body = body;
    }

    /**
     * Sends itself, after status and headers are set. What fails with the connection is thrown as it comes; another
     * failure must not look like that, so it is never an UncheckedIOException.
     */
    @FunctionalInterface
    public interface Body {
        void send(ServerResponse response);
    }

    /** Begins {@code {"status":"success", …}}. */
    public static Success success() {
        return new Success(200);
    }

    /** Begins the answer to something that was made. */
    public static Success created() {
        return new Success(201);
    }

    public static Answer bytes(int status, String contentType, byte[] bytes) {
        return new Answer(status, response -> response.send(bytes))
                .header("Content-Type", contentType)
                .header("Content-Length", Integer.toString(bytes.length));
    }

    /** An answer that has no body. */
    public static Answer empty(int status) {
        return new Answer(status, ServerResponse::send);
    }

    /** An answer that streams itself; its length is a header that the caller adds. */
    public static Answer streaming(int status, Body body) {
        return new Answer(status, body);
    }

    /** One JSON value as it stands. */
    public static Answer json(int status, Json.Writer writer) {
        return bytes(status, JSON, Json.bytes(writer));
    }

    static Answer error(ApiException refusal) {
        Answer answer = bytes(refusal.status(), JSON, errorBody(refusal));
        refusal.headers().forEach(answer::header);
        return answer;
    }

    static byte[] errorBody(ApiException refusal) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("error", refusal.getMessage());
            json.writeStringProperty("code", refusal.code().name());
            json.writeObjectPropertyStart("details");
            if (refusal.field() != null) {
                json.writeStringProperty("field", refusal.field());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    public Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    /**
     * Sends this answer.
     *
     * @param head whether the client wants to know only what it would be
     */
    void send(ServerResponse response, boolean head) {
        response.status(status);
        if (!headers.containsKey("Cache-Control")) {
            // Visibility and what the caller liked may change with the next request.
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
        }
        headers.forEach((name, value) -> response.header(name, name.equals("Vary") ? varying(response, value) : value));
        if (head) {
            response.send();
        } else {
            body.send(response);
        }
    }

    /** An answer may depend on more than what this one knows of: on the origin of the page that asks, for one. */
    private static String varying(ServerResponse response, String value) {
        return response.headers()
                .value(HeaderNames.VARY)
                .map(before -> before + ", " + value)
                .orElse(value);
    }

    /** The members of a success, written in the order in which every endpoint shows them. */
    public static final class Success {
        private final int status;
        private @Nullable String message;
        private Json.@Nullable Writer data;
        private @Nullable Pagination pagination;
        private final Map<String, Json.Writer> further = new LinkedHashMap<>();

        private Success(int status) {
            this.status = status;
        }

        public Success message(String text) {
            this.message = text;
            return this;
        }

        public Success data(Json.Writer value) {
            this.data = value;
            return this;
        }

        public Success pagination(PageRequest page, long total) {
            return pagination(new Pagination(page, total));
        }

        /** For a list that cuts its pages itself. */
        public Success pagination(Pagination cut) {
            this.pagination = cut;
            return this;
        }

        /** A member that only some endpoints have. */
        public Success with(String name, Json.Writer value) {
            further.put(name, value);
            return this;
        }

        public Answer build() {
            return json(status, json -> {
                json.writeStartObject();
                json.writeStringProperty("status", "success");
                if (message != null) {
                    json.writeStringProperty("message", message);
                }
                if (data != null) {
                    json.writeName("data");
                    data.write(json);
                }
                if (pagination != null) {
                    json.writeName("pagination");
                    pagination.write(json);
                }
                further.forEach((name, value) -> {
                    json.writeName(name);
                    value.write(json);
                });
                json.writeEndObject();
            });
        }
    }
}
