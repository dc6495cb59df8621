package com.aoin.reels.auth;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The URL the identity provider publishes its keys at. Redirects are not followed: the configured URL is the trust. */
final class JwksEndpoint implements AutoCloseable {
    static final int MAX_BYTES = 256 * 1024;

    private final HttpClient client;
    private final HttpRequest request;
    private final Duration timeout;

    /** @param timeout for connecting, and for the whole exchange to the body's last byte */
    JwksEndpoint(URI uri, Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
    }

    /** @throws IOException when there is no complete 200 answer in time, or it is larger than 256 KiB or no key set */
    PublishedKeys fetch() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = exchange();
        if (response.statusCode() != 200) {
            throw new IOException("answered with status " + response.statusCode());
        }
        try {
            return PublishedKeys.parse(response.body());
        } catch (IllegalArgumentException e) {
            throw new IOException("answered with " + e.getMessage(), e);
        }
    }

    /** The request's own timeout ends with the headers, so a body that trickles needs this one around it all. */
    private HttpResponse<byte[]> exchange() throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no complete answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IOException("no answer: " + e.getCause(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
