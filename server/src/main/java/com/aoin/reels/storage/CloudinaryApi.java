package com.aoin.reels.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls of Cloudinary's API, each within a time limit, and tried again with growing pauses where that may help: after a
 * broken connection, a full queue, a fault on its side.
 */
final class CloudinaryApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CloudinaryApi.class);
    private static final int MOST_CONNECTIONS = 32;
    private static final int MOST_ANSWERED = 1024 * 1024;
    /** 420 is what its rate limit answers. */
    private static final Set<Integer> PASSING = Set.of(408, 420, 423, 429, 500, 502, 503, 504);

    private static final long LEEWAY = Duration.ofMillis(100).toNanos();
    private static final JsonMapper JSON = new JsonMapper();

    private final CloseableHttpClient client;
    private final Limits limits;
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cloudinary-limits").factory());

    CloudinaryApi(String userAgent, Limits limits) {
        this.limits = limits;
        this.client = HttpClients.custom()
                .setUserAgent(userAgent)
                .useSystemProperties()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .useSystemProperties()
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout(limits.connect()))
                                .setSocketTimeout(timeout(limits.idle()))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(limits.idle()))
                        .setResponseTimeout(timeout(limits.idle()))
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    /** An answer that is an error; passing ones are worth another try. */
    static final class ErrorAnswer extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        ErrorAnswer(int status, String message) {
            super("Cloudinary answered " + status + ": " + message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * Sends a request and reads the JSON of its answer.
     *
     * @param request makes it anew for each try
     * @param limit   of one try
     */
    JsonNode json(Supplier<HttpUriRequestBase> request, Duration limit) throws IOException, InterruptedException {
        return retrying(limit, () -> {
            String text = exchange(request.get(), limit, CloudinaryApi::text);
            try {
                return JSON.readTree(text);
            } catch (JacksonException e) {
                throw new IOException("The answer is no JSON", e);
            }
        });
    }

    /** Sends a request and writes the body of its answer into a file. */
    void download(Supplier<HttpUriRequestBase> request, Path target, Duration limit)
            throws IOException, InterruptedException {
        retrying(limit, () -> {
            Files.deleteIfExists(target);
            return exchange(request.get(), limit, response -> {
                try (InputStream in = response.getEntity().getContent()) {
                    return Files.copy(in, target);
                }
            });
        });
    }

    @FunctionalInterface
    private interface Try<T> {
        T run() throws IOException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ClassicHttpResponse response) throws IOException;
    }

    /** No try begins when twice the limit of one has passed, so that a hanging provider is told in time. */
    private <T> T retrying(Duration limit, Try<T> call) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int tried = 1; ; tried++) {
            try {
                return call.run();
            } catch (IOException e) {
                boolean lasting = e instanceof ErrorAnswer answer && !PASSING.contains(answer.status());
                boolean late = System.nanoTime() - start > limit.multipliedBy(2).toNanos() - LEEWAY;
                if (lasting
                        || late
                        || tried >= limits.attempts()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.info("Trying Cloudinary again after: {}", e.toString());
                Thread.sleep(pause(tried));
            }
        }
    }

    /** Twice as long each time, and a little different on each thread. */
    private Duration pause(int tried) {
        long millis = limits.firstWait().toMillis() << Math.min(tried - 1, 5);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    private <T> T exchange(HttpUriRequestBase request, Duration limit, Reader<T> reader) throws IOException {
        ScheduledFuture<?> alarm = alarms.schedule(request::cancel, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, response -> {
                if (response.getCode() != 200) {
                    throw new ErrorAnswer(response.getCode(), message(text(response)));
                }
                return reader.read(response);
            });
        } catch (IOException e) {
            throw request.isCancelled() ? new IOException("It took longer than " + limit, e) : e;
        } finally {
            alarm.cancel(false);
        }
    }

    private static String text(ClassicHttpResponse response) throws IOException {
        @Nullable HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        try (InputStream in = entity.getContent()) {
            return new String(in.readNBytes(MOST_ANSWERED), StandardCharsets.UTF_8);
        }
    }

    private static String message(String text) {
        try {
            return JSON.readTree(text).path("error").path("message").asString(text);
        } catch (JacksonException e) {
            return text;
        }
    }

    @Override
    public void close() {
        alarms.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            LOG.warn("Connections to Cloudinary did not close cleanly", e);
        }
    }
}
