package com.aoin.reels.http;

import com.aoin.reels.auth.Authenticator;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The HTTP server over the route table. Stopping it waits for every request that it has admitted. */
public final class HttpServer implements AutoCloseable {
    /** Longest wait for the next bytes of a request, and for room to send more of an answer. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final int MAX_CONNECTIONS = 10_000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

    private final WebServer server;

    private HttpServer(WebServer server) {
        this.server = server;
    }

    public static HttpServer start(
            String host,
            int port,
            List<Route> routes,
            Authenticator authenticator,
            List<String> corsOrigins,
            MeterRegistry registry) {
        // Helidon only logs that it could not listen, so the address is tried first.
        requireFree(host, port);
        Cors cors = new Cors(corsOrigins);
        Dispatcher dispatcher = new Dispatcher(authenticator, cors, new HttpMetrics(registry));
        WebServer server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(DRAIN_LIMIT)
                .maxTcpConnections(MAX_CONNECTIONS)
                .idleConnectionTimeout(Duration.ofMinutes(2))
                .connectionOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        .readTimeout(SOCKET_TIMEOUT)
                        .build())
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MAX_HEADER_BYTES)
                        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
                        .receiveLog(false)
                        .sendLog(false)
                        .build())
                .directHandlers(transportErrors())
                .routing(routing(routes, dispatcher, cors))
                .build();
        server.start();
        if (!server.isRunning()) {
            throw cannotListen(host, port, new IOException("the server did not start"));
        }
        return new HttpServer(server);
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

    private static HttpRouting.Builder routing(List<Route> routes, Dispatcher dispatcher, Cors cors) {
        HttpRouting.Builder routing = HttpRouting.builder();
        Map<String, TreeSet<String>> allowed = new LinkedHashMap<>();
        for (Route route : routes) {
            routing.route(
                    route.method(), route.path(), (request, response) -> dispatcher.dispatch(route, request, response));
            allowed.computeIfAbsent(route.path(), path -> new TreeSet<>())
                    .add(route.method().text());
        }
        routing.route(Method.OPTIONS, "/*", cors::preflight);
        allowed.forEach((path, methods) -> {
            Route refusing = new Route(Method.create("ANY"), path, Access.OPEN, request -> {
                throw ApiException.withStatus(
                                405, ErrorCode.VALIDATION_ERROR, "This path takes " + String.join(", ", methods))
                        .header("Allow", String.join(", ", methods));
            });
            routing.any(path, (request, response) -> dispatcher.dispatch(refusing, request, response));
        });
        Route unknown = new Route(Method.create("ANY"), "unknown", Access.OPEN, request -> {
            throw ApiException.notFound("There is nothing at this path");
        });
        routing.any((request, response) -> dispatcher.dispatch(unknown, request, response));
        return routing;
    }

    /** Requests that are refused before they reach a route: what cannot be parsed, or is too large. */
    private static DirectHandlers transportErrors() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> {
                int code = event == DirectHandler.EventType.BAD_REQUEST && status.code() >= 500 ? 400 : status.code();
                ErrorCode error = code >= 500 ? ErrorCode.TRANSACTION_ERROR : ErrorCode.VALIDATION_ERROR;
                ServerResponseHeaders answer = ServerResponseHeaders.create(headers);
                answer.set(HeaderNames.CONTENT_TYPE, "application/json");
                answer.set(HeaderNames.CACHE_CONTROL, "no-store");
                answer.set(HeaderNames.create("X-Request-Id"), Dispatcher.newRequestId());
                answer.set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
                answer.set(HeaderValues.CONNECTION_CLOSE);
                return DirectHandler.TransportResponse.builder()
                        .status(Status.create(code))
                        .headers(answer)
                        .keepAlive(false)
                        .entity(Json.bytes(json -> {
                            json.writeStartObject();
                            json.writeStringProperty("error", "The request is malformed");
                            json.writeStringProperty("code", error.name());
                            json.writeObjectPropertyStart("details");
                            json.writeEndObject();
                            json.writeEndObject();
                        }))
                        .build();
            });
        }
        return handlers.build();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
