package com.aoin.reels.http;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.http.connection.ConnectionOptions;
import com.aoin.reels.http.connection.Connections;
import com.aoin.reels.http.connection.Patience;
import io.helidon.common.mapper.MapperManager;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The HTTP server over the route table. Stopping it waits for every request that it has admitted. */
public final class HttpServer implements AutoCloseable {
    /** Who makes no progress is cut off long before; this bounds a large upload over a slow line. */
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(10);

    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

    static {
        keepMapper();
    }

    /** Protocols that the engine finds by itself would not be served by ours. The builder's own switch is broken. */
    private static final Config ONLY_OUR_PROTOCOL =
            Config.just(ConfigSources.create(Map.of("protocols-discover-services", "false")));

    private static final Method ANY = Method.create("ANY");

    private final WebServer server;
    private final Connections connections;

    private HttpServer(WebServer server, Connections connections) {
        this.server = server;
        this.connections = connections;
    }

    public static HttpServer start(
            String host,
            int port,
            List<Route> routes,
            Authenticator authenticator,
            List<String> corsOrigins,
            MeterRegistry registry) {
        return start(host, port, routes, authenticator, corsOrigins, registry, Patience.USUAL, Pace.USUAL);
    }

    static HttpServer start(
            String host,
            int port,
            List<Route> routes,
            Authenticator authenticator,
            List<String> corsOrigins,
            MeterRegistry registry,
            Patience patience,
            Pace pace) {
        // Helidon only logs that it could not listen, so the address is tried first.
        requireFree(host, port);
        Cors cors = new Cors(corsOrigins);
        Dispatcher dispatcher = new Dispatcher(authenticator, cors, new HttpMetrics(registry), pace);
        ConnectionOptions options = new ConnectionOptions(patience.silence());
        Connections connections = new Connections(http1(), patience, options);
        WebServer server = WebServer.builder()
                .config(ONLY_OUR_PROTOCOL)
                .host(host)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(DRAIN_LIMIT)
                .maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(Duration.ofMinutes(2))
                // Only this kind of socket heeds the read timeout.
                .useNio(false)
                .connectionOptions(options)
                .addConnectionSelector(connections)
                .directHandlers(new TransportErrors(cors).handlers())
                .routing(routing(routes, dispatcher, cors))
                .build();
        server.start();
        if (!server.isRunning()) {
            connections.close();
            throw cannotListen(host, port, new IOException("the server did not start"));
        }
        return new HttpServer(server, connections);
    }

    private static Http1Config.Builder http1() {
        return Http1Config.builder()
                .maxHeadersSize(MAX_HEADER_BYTES)
                .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                .receiveLog(false)
                .sendLog(false);
    }

    /**
     * Helidon otherwise looks for its mapper of header values in its registry at every Content-Length, which is a
     * quarter of what a small request costs. There is no other way to tell it in this version.
     */
    @SuppressWarnings({"deprecation", "removal"})
    private static void keepMapper() {
        MapperManager.global(MapperManager.create());
    }

    private static void requireFree(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw cannotListen(host, port, new IOException("this name has no address"));
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
        } catch (IOException e) {
            throw cannotListen(host, port, e);
        }
    }

    private static UncheckedIOException cannotListen(String host, int port, IOException reason) {
        return new UncheckedIOException("Cannot listen on " + host + ":" + port + ": " + reason.getMessage(), reason);
    }

    /** A path without parameters wins over one that would match it, whatever their order and their methods. */
    private static HttpRouting.Builder routing(List<Route> routes, Dispatcher dispatcher, Cors cors) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.stream()
                .filter(HttpServer::isOptions)
                .map(route -> withPreflight(route, cors))
                .forEach(route -> routing.route(
                        Method.OPTIONS,
                        route.path(),
                        (request, response) -> dispatcher.dispatch(route, request, response)));
        Route preflight = new Route(Method.OPTIONS, "preflight", Access.OPEN, cors::preflight);
        routing.route(
                Method.predicate(Method.OPTIONS),
                PathMatchers.any(),
                (request, response) -> dispatcher.dispatch(preflight, request, response));
        Map<String, List<Route>> paths = routes.stream()
                .filter(route -> !isOptions(route))
                .collect(Collectors.groupingBy(Route::path, LinkedHashMap::new, Collectors.toList()));
        paths.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .forEach(path -> addPath(routing, path.getKey(), path.getValue(), dispatcher));
        Route unknown = new Route(ANY, "unknown", Access.OPEN, request -> {
            throw ApiException.notFound("There is nothing at this path");
        });
        routing.any((request, response) -> dispatcher.dispatch(unknown, request, response));
        return routing;
    }

    private static boolean isOptions(Route route) {
        return route.method().equals(Method.OPTIONS);
    }

    private static Route withPreflight(Route route, Cors cors) {
        return new Route(
                route.method(),
                route.path(),
                route.access(),
                request -> cors.preflight(request, route.endpoint().handle(request)),
                false,
                route.headers());
    }

    private static void addPath(HttpRouting.Builder routing, String path, List<Route> routes, Dispatcher dispatcher) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            Handler handler = (request, response) -> dispatcher.dispatch(route, request, response);
            routing.route(route.method(), path, handler);
            methods.add(route.method().text());
            if (route.method().equals(Method.GET)) {
                routing.route(Method.HEAD, path, handler);
                methods.add(Method.HEAD.text());
            }
        }
        String allowed = String.join(", ", methods);
        Route.Endpoint refusal = request -> {
            throw ApiException.withStatus(405, ErrorCode.VALIDATION_ERROR, "This path takes " + allowed)
                    .header("Allow", allowed);
        };
        Route refusing = new Route(
                ANY, path, Access.OPEN, refusal, false, routes.getFirst().headers());
        routing.any(path, (request, response) -> dispatcher.dispatch(refusing, request, response));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
        connections.close();
    }
}
