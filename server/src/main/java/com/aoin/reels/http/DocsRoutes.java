package com.aoin.reels.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The published contract, and a page to explore it that needs no network. */
public final class DocsRoutes {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
    private static final String SWAGGER_UI = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String REVALIDATE = "no-cache";

    private final byte[] yaml = resource("openapi.yaml");
    private final byte[] json = toJson(yaml);
    private final Map<String, Answer> assets;

    public DocsRoutes() {
        String library = "META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
        assets = Map.of(
                "docs.js", asset("text/javascript", "docs/docs.js"),
                "docs.css", asset("text/css", "docs/docs.css"),
                "swagger-ui-bundle.js", asset("text/javascript", library + "swagger-ui-bundle.js"),
                "swagger-ui.css", asset("text/css", library + "swagger-ui.css"),
                "favicon-32x32.png", asset("image/png", library + "favicon-32x32.png"));
    }

    public List<Route> routes() {
        Answer page = asset("text/html; charset=utf-8", "docs/index.html")
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer");
        Answer asYaml = Answer.bytes(200, "application/yaml", yaml).header("Cache-Control", REVALIDATE);
        Answer asJson = Answer.bytes(200, "application/json", json).header("Cache-Control", REVALIDATE);
        return List.of(
                Route.get("/api/openapi.yaml", Access.OPEN, request -> asYaml),
                Route.get("/api/openapi.json", Access.OPEN, request -> asJson),
                Route.get("/api/docs", Access.OPEN, request -> page),
                Route.get("/api/docs/{asset}", Access.OPEN, this::asset));
    }

    private Answer asset(Request request) {
        Answer asset = assets.get(request.pathText("asset"));
        if (asset == null) {
            throw ApiException.notFound("There is nothing at this path");
        }
        return asset;
    }

    private static Answer asset(String contentType, String resource) {
        return Answer.bytes(200, contentType, resource(resource)).header("Cache-Control", REVALIDATE);
    }

    private static byte[] toJson(byte[] yaml) {
        JsonNode tree = new YAMLMapper().readTree(yaml);
        return Json.MAPPER.writeValueAsBytes(tree);
    }

    private static String swaggerUiVersion() {
        Properties properties = new Properties();
        try (InputStream in = open(SWAGGER_UI)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] resource(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = DocsRoutes.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("The resource " + name + " is missing from the build");
        }
        return in;
    }
}
