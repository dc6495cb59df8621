package com.aoin.reels.http;

import io.helidon.http.Method;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of the route table.
 *
 * @param path        with parameters in braces, like {@code /api/reels/{reel_id}}
 * @param takesChunks whether a body may come without its length; the endpoint then bounds what it reads
 * @param headers     on every answer of the route, also on a refusal before its endpoint
 */
public record Route(
        Method method,
        String path,
        Access access,
        Endpoint endpoint,
        boolean takesChunks,
        Map<String, String> headers) {

    /** Parses, calls once, renders. */
    @FunctionalInterface
    public interface Endpoint {
        Answer handle(Request request) throws Exception;
    }

    Route(Method method, String path, Access access, Endpoint endpoint) {
        this(method, path, access, endpoint, false, Map.of());
    }

    public static Route get(String path, Access access, Endpoint endpoint) {
        return new Route(Method.GET, path, access, endpoint);
    }

    public static Route post(String path, Access access, Endpoint endpoint) {
        return new Route(Method.POST, path, access, endpoint);
    }

    public static Route put(String path, Access access, Endpoint endpoint) {
        return new Route(Method.PUT, path, access, endpoint);
    }

    public static Route patch(String path, Access access, Endpoint endpoint) {
        return new Route(Method.PATCH, path, access, endpoint);
    }

    public static Route delete(String path, Access access, Endpoint endpoint) {
        return new Route(Method.DELETE, path, access, endpoint);
    }

    /** What a path says about itself to anyone; what browsers ask before a request is added to it. */
    public static Route options(String path, Endpoint endpoint) {
        return new Route(Method.OPTIONS, path, Access.OPEN, endpoint);
    }

    /** The same route, for bodies without a length too. */
    public Route takingChunks() {
        return new Route(method, path, access, endpoint, true, headers);
    }

    /** The same route with one more header on every answer. */
    public Route answering(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Route(method, path, access, endpoint, takesChunks, Map.copyOf(more));
    }
}
