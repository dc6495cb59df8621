package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.auth.Authenticator;
import com.aoin.reels.auth.SharedSecret;
import com.aoin.reels.auth.TokenSettings;
import com.aoin.reels.auth.TokenVerifier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web app's pages and files, from a small build of the test's own. */
class WebRoutesTest {
    private static final Map<String, String> BUILD = Map.of(
            "files.txt", "assets/app-1a2b.js\nassets/font-3c.woff2\nsw.js\n",
            "index.html", "<meta name=\"reels-settings\" content=\"%REELS_SETTINGS%\">",
            "assets/app-1a2b.js", "plain",
            "assets/app-1a2b.js.br", "brotli",
            "assets/app-1a2b.js.gz", "gzip",
            "assets/font-3c.woff2", "font",
            "sw.js", "worker");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static HttpServer server;

    @BeforeAll
    static void start() {
        server = serve(new WebRoutes(
                WebRoutesTest::read,
                Set.of(URI.create("https://media.example/videos"), URI.create("http://127.0.0.1:5110")),
                json -> json.writeString("a \"quoted\" <text> & more")));
    }

    @AfterAll
    static void stop() {
        server.close();
        HTTP.close();
    }

    private static byte[] read(String name) {
        String text = BUILD.get(name);
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpServer serve(WebRoutes web) {
        TokenVerifier verifier = TokenVerifier.create(
                new TokenSettings(SharedSecret.ofText("a secret for tests, which is long enough"), null, null, null),
                Clock.systemUTC());
        return HttpServer.start(
                "127.0.0.1",
                0,
                web.routes(),
                new Authenticator(verifier, null),
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    private static HttpResponse<String> get(HttpServer from, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + from.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/reel/7",
                "/merchant/3",
                "/search",
                "/search?q=mug",
                "/you",
                "/studio",
                "/studio/upload",
                "/moderation"
            })
    void thePageIsUnderEachPathOfTheApp(String path) throws Exception {
        HttpResponse<String> page = get(server, path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(page.body())
                .isEqualTo("<meta name=\"reels-settings\" content=\""
                        + "&quot;a \\&quot;quoted\\&quot; &lt;text> &amp; more&quot;\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/reels/nothing",
                "/reels",
                "/reel",
                "/reel/7/8",
                "/search/more",
                "/assets/app.js",
                "/assets/..%2Findex.html",
                "/assets/app-1a2b.js.gz",
                "/files.txt",
                "/index.html"
            })
    void whateverElseIsAskedForIsTheCommon404(String path) throws Exception {
        HttpResponse<String> answer = get(server, path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"NOT_FOUND_ERROR\"");
    }

    @Test
    void thePolicyAllowsScriptsOfOurOwnOnlyAndMediaWhereTheyAre() throws Exception {
        assertThat(header(get(server, "/"), "Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("media-src 'self' blob: http://127.0.0.1:5110 https://media.example;")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br', brotli, br",
        "'gzip', gzip, gzip",
        "'br;q=0, gzip;q=0.5', gzip, gzip",
        "'br;q=0.0', plain, ''",
        "'identity', plain, ''"
    })
    void anAssetIsSentInTheSmallestFormThatTheClientTakes(String accepted, String body, String encoding)
            throws Exception {
        HttpResponse<String> asset = get(server, "/assets/app-1a2b.js", "Accept-Encoding", accepted);
        assertThat(asset.body()).isEqualTo(body);
        assertThat(header(asset, "Content-Encoding")).isEqualTo(encoding);
        assertThat(header(asset, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(asset, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(asset, "Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void aFileOutsideOfTheAssetsIsRevalidated() throws Exception {
        HttpResponse<String> worker = get(server, "/sw.js");
        assertThat(header(worker, "Cache-Control")).isEqualTo("no-cache");
        assertThat(get(server, "/sw.js", "If-None-Match", header(worker, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aBuildWithoutTheAppSaysHowToGetIt() throws Exception {
        WebRoutes nothing = new WebRoutes(
                name -> name.equals("missing.html") ? "install Node.js".getBytes(StandardCharsets.UTF_8) : null,
                Set.of(),
                json -> json.writeString(""));
        try (HttpServer bare = serve(nothing)) {
            assertThat(get(bare, "/").body()).isEqualTo("install Node.js");
            assertThat(get(bare, "/assets/app-1a2b.js").statusCode()).isEqualTo(404);
        }
    }
}
