package com.aoin.reels.http;

import io.helidon.http.Method;

/**
 * One line of the route table.
 *
 * @param path with parameters in braces, like {@code /api/reels/{reel_id}}
 */
public record Route(Method method, String path, Access access, Endpoint endpoint) {

    /** Parses, calls once, renders. */
    @FunctionalInterface
    public interface Endpoint {
        Answer handle(Request request) throws Exception;
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

    public static Route delete(String path, Access access, Endpoint endpoint) {
        return new Route(Method.DELETE, path, access, endpoint);
    }
}
