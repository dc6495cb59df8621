package com.aoin.reels.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * Cloudinary after its documentation, as far as it is used: signed uploads, in chunks too, signed removals and
 * downloads, the ping of the Admin API, and delivery. It refuses what Cloudinary refuses.
 */
public final class TestingCloudinary implements AutoCloseable {
    private static final String CLOUD = "reels-tests";
    private static final String KEY = "874837483274837";
    private static final String SECRET = "a76b654b24bb8293aa4d";
    private static final Pattern API =
            Pattern.compile("/v1_1/([^/]+)/(?:(image|video)/)?(upload|destroy|download|ping)");
    private static final Pattern DELIVERY =
            Pattern.compile("/([^/]+)/(image|video)/upload/(?:v\\d+/)?(.+)\\.([a-z0-9]+)");
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
    private static final String UNKNOWN = "";
    private static final Map<String, String> TYPES = Map.of(
            "mp4", "video/mp4",
            "mov", "video/quicktime",
            "avi", "video/x-msvideo",
            "mkv", "video/x-matroska",
            "jpg", "image/jpeg");
    private static final int BUFFER = 64 * 1024;
    private static final long SMALLEST_CHUNK = 5_000_000;
    private static final Set<String> UNSIGNED = Set.of("file", "cloud_name", "resource_type", "api_key", "signature");

    private final HttpServer server;
    private final Path folder;
    private final Map<String, Path> assets = new ConcurrentHashMap<>();
    private final Map<String, Path> unfinished = new ConcurrentHashMap<>();
    private final Queue<String> conversions = new ConcurrentLinkedQueue<>();

    private TestingCloudinary(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** A refusal as the API words it. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    public static TestingCloudinary start() {
        return start(0);
    }

    static TestingCloudinary start(int port) {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "it-cloudinary").toAbsolutePath()), "cloud-");
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            TestingCloudinary made = new TestingCloudinary(server, folder);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", made::handle);
            server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Settings for this server, reached by a port of this machine. */
    public static Map<String, String> settings(int port) {
        return Map.of(
                "CLOUDINARY_CLOUD_NAME", CLOUD,
                "CLOUDINARY_API_KEY", KEY,
                "CLOUDINARY_API_SECRET", SECRET,
                "CLOUDINARY_UPLOAD_PREFIX", "http://127.0.0.1:" + port,
                "REELS_CLOUDINARY_PUBLIC_URL", "http://127.0.0.1:" + port + "/" + CLOUD);
    }

    /** Every asset, as {@code video/} or {@code image/} and its public id. */
    public List<String> assets() {
        return assets.keySet().stream().sorted().toList();
    }

    /** Links whose extension was not the asset's format, so that Cloudinary would have had to make it, for a fee. */
    public List<String> conversions() {
        return List.copyOf(conversions);
    }

    /** The bytes of an asset. */
    public byte[] bytes(String asset) {
        return TestingStorages.bytes(assets.get(asset));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                Matcher api = API.matcher(exchange.getRequestURI().getPath());
                if (api.matches()) {
                    api(exchange, api.group(1), api.group(2), api.group(3));
                } else {
                    deliver(exchange);
                }
            } catch (Refusal refusal) {
                json(exchange, refusal.status, "{\"error\":{\"message\":\"%s\"}}".formatted(refusal.getMessage()));
            }
        }
    }

    private void api(HttpExchange exchange, String cloud, String type, String action) throws IOException {
        if (!cloud.equals(CLOUD)) {
            throw new Refusal(401, "Unknown cloud_name");
        }
        switch (action) {
            case "upload" -> upload(exchange, type);
            case "destroy" -> {
                Map<String, String> params = form(exchange, null);
                requireSigned(params);
                Path asset = assets.remove(type + "/" + params.get("public_id"));
                json(exchange, 200, "{\"result\":\"%s\"}".formatted(asset == null ? "not found" : "ok"));
            }
            case "download" -> {
                Map<String, String> params = query(exchange);
                requireSigned(params);
                send(exchange, assets.get(type + "/" + params.get("public_id")), "application/octet-stream");
            }
            default -> ping(exchange);
        }
    }

    private void upload(HttpExchange exchange, String type) throws IOException {
        Path received = Files.createTempFile(folder, "received-", "");
        Map<String, String> params = form(exchange, received);
        requireSigned(params);
        String id = params.get("public_id");
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        Path whole = range == null ? received : append(exchange, received, range);
        if (whole == null) {
            json(exchange, 200, "{\"done\":false,\"public_id\":\"%s\"}".formatted(id));
            return;
        }
        assets.put(type + "/" + id, whole);
        json(exchange, 200, """
                {"public_id":"%s","resource_type":"%s","format":"%s","type":"upload","version":%d,"bytes":%d,"done":true}
                """.formatted(id, type, format(whole), Instant.now().getEpochSecond(), Files.size(whole)));
    }

    /** The whole file after its last chunk, null before. */
    private Path append(HttpExchange exchange, Path received, String header) throws IOException {
        Matcher range = RANGE.matcher(header);
        String upload = exchange.getRequestHeaders().getFirst("X-Unique-Upload-Id");
        if (!range.matches() || upload == null) {
            throw new Refusal(400, "Invalid chunk headers");
        }
        long first = Long.parseLong(range.group(1));
        long end = Long.parseLong(range.group(2)) + 1;
        boolean last = end == Long.parseLong(range.group(3));
        if (Files.size(received) != end - first || (!last && end - first < SMALLEST_CHUNK)) {
            throw new Refusal(400, "All parts except EOF-chunk must be larger than 5mb");
        }
        Path whole = unfinished.computeIfAbsent(upload, id -> folder.resolve("chunked-" + id));
        try (FileChannel in = FileChannel.open(received);
                FileChannel out = FileChannel.open(whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            in.transferTo(0, in.size(), out.position(first));
        }
        Files.delete(received);
        if (!last) {
            return null;
        }
        unfinished.remove(upload);
        return whole;
    }

    /** The fields of a form; its file is written to a path. */
    private static Map<String, String> form(HttpExchange exchange, Path file) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        MultipartInput form = MultipartInput.builder()
                .setInputStream(exchange.getRequestBody())
                .setBoundary(boundary(type).getBytes(StandardCharsets.US_ASCII))
                .setBufferSize(BUFFER)
                .get();
        Map<String, String> params = new TreeMap<>();
        for (boolean more = form.skipPreamble(); more; more = form.readBoundary()) {
            Matcher name = NAME.matcher(form.readHeaders());
            if (!name.find()) {
                throw new Refusal(400, "Malformed form");
            }
            if (name.group(1).equals("file")) {
                try (OutputStream out = Files.newOutputStream(file)) {
                    form.readBodyData(out);
                }
            } else {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                form.readBodyData(bytes);
                params.put(name.group(1), bytes.toString(StandardCharsets.UTF_8));
            }
        }
        return params;
    }

    private static String boundary(String type) {
        Matcher boundary = BOUNDARY.matcher(type == null ? "" : type);
        if (!boundary.find()) {
            throw new Refusal(400, "No form");
        }
        return boundary.group(1);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> params = new TreeMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            params.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return params;
    }

    /** SHA-1 over the sorted parameters and the secret; an hour is how long a signature lives. */
    private static void requireSigned(Map<String, String> params) {
        if (!KEY.equals(params.get("api_key"))) {
            throw new Refusal(401, "Unknown API key");
        }
        String toSign = params.entrySet().stream()
                .filter(param -> !UNSIGNED.contains(param.getKey()))
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining("&"));
        if (!sha1(toSign + SECRET).equals(params.get("signature"))) {
            throw new Refusal(
                    401, "Invalid Signature " + params.get("signature") + ". String to sign - '" + toSign + "'.");
        }
        long age = Instant.now().getEpochSecond() - Long.parseLong(params.get("timestamp"));
        if (Math.abs(age) > 3600) {
            throw new Refusal(400, "Stale request");
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ping(HttpExchange exchange) throws IOException {
        String login = Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            throw new Refusal(401, "Invalid credentials");
        }
        json(exchange, 200, "{\"status\":\"ok\"}");
    }

    private void deliver(HttpExchange exchange) throws IOException {
        Matcher path = DELIVERY.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !path.group(1).equals(CLOUD)) {
            throw new Refusal(404, "Resource not found");
        }
        Path asset = assets.get(path.group(2) + "/" + path.group(3));
        String wanted = path.group(4);
        if (asset != null && !format(asset).equals(wanted) && !format(asset).equals(UNKNOWN)) {
            conversions.add(path.group());
        }
        send(exchange, asset, TYPES.getOrDefault(wanted, "application/octet-stream"));
    }

    /** What the bytes are, whatever the file was called. */
    private static String format(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            if (head.startsWith("ftyp", 4)) {
                return head.endsWith("qt  ") ? "mov" : "mp4";
            }
            return head.startsWith("RIFF")
                    ? "avi"
                    : head.startsWith("\u001aE\u00df\u00a3")
                            ? "mkv"
                            : head.startsWith("\u00ff\u00d8") ? "jpg" : UNKNOWN;
        }
    }

    private static void send(HttpExchange exchange, Path asset, String type) throws IOException {
        if (asset == null) {
            throw new Refusal(404, "Resource not found");
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        long size = Files.size(asset);
        long first = range == null ? 0 : Long.parseLong(range.replaceAll("bytes=(\\d+)-.*", "$1"));
        long end = range == null || range.endsWith("-")
                ? size
                : Math.min(size, Long.parseLong(range.replaceAll(".*-", "")) + 1);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=2592000");
        exchange.sendResponseHeaders(range == null ? 200 : 206, end - first);
        try (FileChannel in = FileChannel.open(asset);
                OutputStream out = exchange.getResponseBody()) {
            in.transferTo(first, end - first, Channels.newChannel(out));
        }
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        TestingReels.delete(folder);
    }
}
