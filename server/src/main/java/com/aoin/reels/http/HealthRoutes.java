package com.aoin.reels.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What operators and their tools ask: is it alive, is it ready, what does it measure. */
public final class HealthRoutes {
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Map<String, BooleanSupplier> checks;
    private final Map<String, BooleanSupplier> dispensable;
    private final PrometheusMeterRegistry registry;
    private volatile boolean stopping;

    /**
     * Health of a service.
     *
     * @param checks      whether each part can be used right now without which nothing can be answered, by its name
     * @param dispensable the same of what only some requests need: told, but no reason to send all others elsewhere
     */
    public HealthRoutes(
            Map<String, BooleanSupplier> checks,
            Map<String, BooleanSupplier> dispensable,
            PrometheusMeterRegistry registry) {
        this.checks = checks;
        this.dispensable = dispensable;
        this.registry = registry;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", Access.OPEN, request -> live()),
                Route.get("/health/ready", Access.OPEN, request -> ready()),
                Route.get("/metrics", Access.OPEN, request -> metrics()));
    }

    /** From now on the service is not ready, so that proxies send their requests elsewhere. */
    public void stopping() {
        stopping = true;
    }

    private static Answer live() {
        return Answer.json(200, json -> {
            json.writeStartObject();
            json.writeStringProperty("status", "live");
            json.writeEndObject();
        });
    }

    private Answer ready() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        boolean ready = !stopping && !results.containsValue(false);
        dispensable.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        boolean whole = !results.containsValue(false);
        return Answer.json(ready ? 200 : 503, json -> {
            json.writeStartObject();
            json.writeStringProperty("status", !ready ? "not_ready" : whole ? "ready" : "degraded");
            json.writeObjectPropertyStart("checks");
            results.forEach((name, up) -> {
                json.writeObjectPropertyStart(name);
                json.writeStringProperty("status", up ? "up" : "down");
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private Answer metrics() {
        return Answer.bytes(200, METRICS_TYPE, registry.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
