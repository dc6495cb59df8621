package com.aoin.reels.bench;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import com.aoin.reels.auth.Users;
import com.aoin.reels.config.ReelsConfig.DatabaseAddress;
import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.HealthRoutes;
import com.aoin.reels.http.HttpServer;
import com.aoin.reels.http.Route;
import com.aoin.reels.interaction.InteractionRoutes;
import com.aoin.reels.interaction.Interactions;
import com.aoin.reels.interaction.engine.OneByOne;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * The baseline: the service's interactions behind the service's HTTP layer, but one transaction per request. One
 * number of connections to the database per port, from {@code REELS_HTTP_PORT} on.
 */
public final class OneByOneServer {
    static final List<Integer> CONNECTIONS = List.of(8, 16, 32, 64);

    private OneByOneServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        DatabaseAddress address = new DatabaseAddress(
                environment("REELS_DB_URL"),
                environment("REELS_DB_USER"),
                new Secret(environment("REELS_DB_PASSWORD")));
        Database database = Database.connect(address, new Database.Tuning(20, true, null), Duration.ofSeconds(10));
        TokenSettings tokens =
                new TokenSettings(SharedSecret.ofText(environment("REELS_JWT_SECRET")), null, null, null);
        Users users = new Users(database, false);
        Authenticator authenticator = new Authenticator(TokenVerifier.create(tokens, Clock.systemUTC()), users);
        int port = Integer.parseInt(environment("REELS_HTTP_PORT"));
        for (int connections : CONNECTIONS) {
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Interactions interactions = new Interactions(OneByOne.engine(address, connections, registry), users);
            List<Route> routes = new ArrayList<>(new InteractionRoutes(interactions).routes());
            routes.addAll(new HealthRoutes(Map.of(), Map.of(), registry).routes());
            HttpServer.start("127.0.0.1", port, routes, authenticator, List.of(), registry);
            port++;
        }
        new CountDownLatch(1).await();
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
