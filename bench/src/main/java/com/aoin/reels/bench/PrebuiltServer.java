package com.aoin.reels.bench;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import com.aoin.reels.auth.Users;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.HttpServer;
import com.aoin.reels.http.Route;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that answers every request with the same bytes: on one port through nothing but the HTTP library, on the
 * other through the service's own HTTP layer, with its authentication, access log and metrics.
 */
public final class PrebuiltServer {
    private PrebuiltServer() {}

    /** Arguments: port of the bare server, port of the service's HTTP layer, file of the answer. */
    public static void main(String[] arguments) throws Exception {
        byte[] body = Files.readAllBytes(Path.of(arguments[2]));
        bare(Integer.parseInt(arguments[0]), body);
        layered(Integer.parseInt(arguments[1]), body);
        new CountDownLatch(1).await();
    }

    private static void bare(int port, byte[] body) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .routing(routing -> routing.get("/*", (request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, "application/json");
                    response.send(body);
                }))
                .build()
                .start();
    }

    private static void layered(int port, byte[] body) {
        DatabaseAddress address = new DatabaseAddress(
                System.getenv("REELS_DB_URL"),
                System.getenv("REELS_DB_USER"),
                new Secret(System.getenv("REELS_DB_PASSWORD")));
        Database database = Database.connect(address, new Database.Tuning(1, true, null), Duration.ofSeconds(10));
        TokenSettings tokens =
                new TokenSettings(SharedSecret.ofText("not used, every caller is anonymous"), null, null, null);
        Route route = Route.get(FeedBench.PATH, Access.ANYONE, request -> Answer.bytes(200, "application/json", body));
        HttpServer.start(
                "127.0.0.1",
                port,
                List.of(route),
                new Authenticator(TokenVerifier.create(tokens, Clock.systemUTC()), new Users(database, false)),
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }
}
