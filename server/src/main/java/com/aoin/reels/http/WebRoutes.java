package com.aoin.reels.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The web app, from the jar: one page under each path that the app has, and the page's files. Whatever else is asked for
 * stays a 404. Where the build had no Node.js to make the app with, the page says so.
 */
public final class WebRoutes {
    /** Where the page finds its settings; the build leaves this for us to fill. */
    private static final String SETTINGS = "content=\"%REELS_SETTINGS%\"";

    /** Every path that the app itself knows how to show. */
    private static final List<String> PAGES = List.of(
            "/",
            "/reel/{reel_id}",
            "/merchant/{merchant_id}",
            "/search",
            "/you",
            "/studio",
            "/studio/{part}",
            "/moderation");

    private static final String ASSETS = "assets/";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";

    private final WebFile page;
    private final Map<String, WebFile> files;
    private final String contentSecurityPolicy;

    /** Finds a file of the build by its name. */
    @FunctionalInterface
    interface Build {
        byte @Nullable [] read(String name);
    }

    /**
     * Reads the app from the jar.
     *
     * @param media    addresses on the hosts that videos and their thumbnails come from
     * @param settings what the page should know, as one JSON value
     */
    public static WebRoutes create(Set<URI> media, Json.Writer settings) {
        return new WebRoutes(WebRoutes::resource, media, settings);
    }

    WebRoutes(Build build, Set<URI> media, Json.Writer settings) {
        this.files = files(build);
        this.page = page(build, settings);
        this.contentSecurityPolicy = contentSecurityPolicy(media);
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        PAGES.forEach(path -> routes.add(Route.get(path, Access.OPEN, this::page)));
        routes.add(Route.get("/" + ASSETS + "{file}", Access.OPEN, this::asset));
        files.keySet().stream()
                .filter(name -> !name.startsWith(ASSETS))
                .forEach(name ->
                        routes.add(Route.get("/" + name, Access.OPEN, request -> file(request, name, REVALIDATE))));
        return routes;
    }

    private Answer page(Request request) {
        return page.answer(request, REVALIDATE)
                .header("Content-Security-Policy", contentSecurityPolicy)
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
                .header("Referrer-Policy", "same-origin");
    }

    /** Named after its content, so it never changes. */
    private Answer asset(Request request) {
        return file(request, ASSETS + request.pathText("file"), FOR_EVER);
    }

    private Answer file(Request request, String name, String cacheControl) {
        WebFile file = files.get(name);
        if (file == null) {
            throw ApiException.notFound("There is nothing at this path");
        }
        return file.answer(request, cacheControl);
    }

    private static Map<String, WebFile> files(Build build) {
        byte[] list = build.read("files.txt");
        Map<String, WebFile> files = new HashMap<>();
        for (String name : list == null
                ? List.<String>of()
                : new String(list, StandardCharsets.UTF_8).lines().toList()) {
            byte[] plain = build.read(name);
            if (plain == null) {
                throw new IllegalStateException("The web app's file " + name + " is missing from the build");
            }
            files.put(name, WebFile.of(name, plain, build.read(name + ".br"), build.read(name + ".gz")));
        }
        return files;
    }

    private static WebFile page(Build build, Json.Writer settings) {
        byte[] html = build.read("index.html");
        if (html == null) {
            html = build.read("missing.html");
        }
        String json = new String(Json.bytes(settings), StandardCharsets.UTF_8);
        return WebFile.page(
                new String(html, StandardCharsets.UTF_8).replace(SETTINGS, "content=\"" + escaped(json) + '"'));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static String contentSecurityPolicy(Set<URI> media) {
        String elsewhere = media.stream().map(WebRoutes::origin).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return Stream.of(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "font-src 'self'",
                        "img-src 'self' blob:" + elsewhere,
                        "media-src 'self' blob:" + elsewhere,
                        "connect-src 'self'",
                        "manifest-src 'self'",
                        "worker-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'")
                .collect(Collectors.joining("; "));
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream in = WebRoutes.class.getClassLoader().getResourceAsStream("web/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
