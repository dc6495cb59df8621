package com.aoin.reels.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, checked. The environment wins over the file named by {@code REELS_CONFIG}, which holds
 * the same names. A wrong value is a {@link ConfigException} that names the variable, what it held and what it takes.
 *
 * @param httpHost        address to listen on
 * @param httpPort        port to listen on
 * @param dataDirectory   where the embedded database, local media and the made secret live
 * @param database        null = the embedded MariaDB
 * @param redis           null = what nodes share is kept in this process
 * @param jwtSecret       null = made once and kept in the data directory
 * @param storageProvider where new reels go; the others that are set up keep and serve what they have
 * @param maxRecentViews how many recent views of a user are kept
 * @param publicUrl       base of local media links
 * @param clamd           null = uploads are not scanned
 * @param node            name of this node among several; null = one made once
 * @param unfinishedUploadsMb megabytes that unfinished resumable uploads may take on this node
 * @param keptFreeMb      megabytes of the data directory's disk that uploads leave free
 * @param demo            demo mode: demo login on, loopback only
 */
public record ReelsConfig(
        String httpHost,
        int httpPort,
        Path dataDirectory,
        @Nullable DatabaseAddress database,
        @Nullable RedisAddress redis,
        @Nullable Secret jwtSecret,
        @Nullable URI jwksUrl,
        @Nullable String jwtIssuer,
        @Nullable String jwtAudience,
        StorageProvider storageProvider,
        @Nullable S3Settings s3,
        @Nullable CloudinarySettings cloudinary,
        int maxRecentViews,
        boolean requireApproval,
        boolean autoProvisionUsers,
        CatalogMode catalog,
        List<String> corsOrigins,
        URI publicUrl,
        @Nullable InetSocketAddress clamd,
        @Nullable String node,
        int unfinishedUploadsMb,
        int keptFreeMb,
        boolean demo) {

    private static final Set<String> NAMES = Set.of(
            "REELS_HTTP_HOST",
            "REELS_HTTP_PORT",
            "REELS_DATA_DIR",
            "REELS_DB_URL",
            "REELS_DB_USER",
            "REELS_DB_PASSWORD",
            "REELS_REDIS_URL",
            "REELS_JWT_SECRET",
            "REELS_JWT_JWKS_URL",
            "REELS_JWT_ISSUER",
            "REELS_JWT_AUDIENCE",
            "VIDEO_STORAGE_PROVIDER",
            "MAX_RECENT_REEL_VIEWS",
            "REELS_REQUIRE_APPROVAL",
            "REELS_AUTO_PROVISION_USERS",
            "REELS_CATALOG",
            "REELS_CORS_ORIGINS",
            "REELS_PUBLIC_URL",
            "REELS_CLAMD",
            "REELS_NODE",
            "REELS_UNFINISHED_UPLOADS_MB",
            "REELS_KEEP_FREE_MB");

    /** Where uploads go. */
    public enum StorageProvider {
        LOCAL,
        AWS,
        CLOUDINARY
    }

    /** Whose the catalogue tables are: made by our migrations, or the shop's own tables or views. */
    public enum CatalogMode {
        OWN,
        EXTERNAL
    }

    /** A MariaDB or MySQL server. */
    public record DatabaseAddress(String url, String user, Secret password) {
        /** The URL without its options, which may hold a password. */
        public String shown() {
            return url.replaceFirst("\\?.*", "");
        }

        @Override
        public String toString() {
            return shown() + " as " + user;
        }
    }

    /** A Redis server; its URL may hold a password. */
    public record RedisAddress(Secret url) {
        /** The URL without user and password. */
        @Override
        public String toString() {
            return url.text().replaceFirst("//.*@", "//");
        }
    }

    /** A text that must not reach a log. */
    public record Secret(String text) {
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /**
     * Reads the environment, and the file that it may name.
     *
     * @param demo demo mode, which keeps its own data, database and secret, and stays on loopback
     */
    public static ReelsConfig read(Map<String, String> environment, boolean demo) {
        Settings settings = Settings.read(environment, names());
        String host = Addresses.ofThisMachine(settings, demo);
        int port = settings.integer("REELS_HTTP_PORT", 5110, 1, 65535);
        Path data = settings.path("REELS_DATA_DIR", "data");
        URI publicUrl = publicUrl(settings);
        // The sample shop keeps everything in its own directory.
        StorageProvider provider = demo
                ? StorageProvider.LOCAL
                : settings.choice("VIDEO_STORAGE_PROVIDER", StorageProvider.LOCAL, StorageProvider.class);
        return new ReelsConfig(
                host,
                port,
                demo ? data.resolve("demo") : data,
                demo ? null : database(settings),
                demo ? null : redis(settings),
                demo ? null : secret(settings),
                demo ? null : Addresses.keys(settings),
                settings.text("REELS_JWT_ISSUER"),
                settings.text("REELS_JWT_AUDIENCE"),
                provider,
                demo ? null : S3Settings.read(settings, provider == StorageProvider.AWS),
                demo ? null : CloudinarySettings.read(settings, provider == StorageProvider.CLOUDINARY),
                settings.integer("MAX_RECENT_REEL_VIEWS", 50, 1, 1000),
                // The sample shop is public from the start, and its catalogue is ours.
                !demo && settings.flag("REELS_REQUIRE_APPROVAL", false),
                settings.flag("REELS_AUTO_PROVISION_USERS", false),
                demo ? CatalogMode.OWN : settings.choice("REELS_CATALOG", CatalogMode.OWN, CatalogMode.class),
                corsOrigins(settings),
                publicUrl != null ? publicUrl : URI.create("http://" + hostInUrl(host) + ":" + port),
                clamd(settings),
                node(settings),
                settings.integer("REELS_UNFINISHED_UPLOADS_MB", 10_240, 100, 100_000_000),
                settings.integer("REELS_KEEP_FREE_MB", 1024, 0, 100_000_000),
                demo);
    }

    /** The same with another Redis. */
    public ReelsConfig with(RedisAddress other) {
        return new ReelsConfig(
                httpHost,
                httpPort,
                dataDirectory,
                database,
                other,
                jwtSecret,
                jwksUrl,
                jwtIssuer,
                jwtAudience,
                storageProvider,
                s3,
                cloudinary,
                maxRecentViews,
                requireApproval,
                autoProvisionUsers,
                catalog,
                corsOrigins,
                publicUrl,
                clamd,
                node,
                unfinishedUploadsMb,
                keptFreeMb,
                demo);
    }

    /** Every setting's name. */
    static Set<String> names() {
        return Stream.of(NAMES, S3Settings.NAMES, CloudinarySettings.NAMES)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The address as a URL has it; one that means every address becomes loopback. */
    public static String hostInUrl(String host) {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    }

    private static @Nullable DatabaseAddress database(Settings settings) {
        String url = settings.text("REELS_DB_URL");
        if (url == null) {
            return null;
        }
        if (!url.matches("jdbc:(mariadb|mysql)://[^/@?]+/[^/@?]+(\\?.*)?")) {
            throw ConfigException.wrong(
                    "REELS_DB_URL", url.replaceFirst("\\?.*", ""), "jdbc:mariadb://host:port/database (MySQL too)");
        }
        return new DatabaseAddress(
                url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:"),
                settings.text("REELS_DB_USER", "reels"),
                new Secret(settings.text("REELS_DB_PASSWORD", "")));
    }

    private static @Nullable RedisAddress redis(Settings settings) {
        String url = settings.text("REELS_REDIS_URL");
        if (url == null) {
            return null;
        }
        try {
            URI uri = new URI(url);
            boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            int port = uri.getPort();
            if (redis
                    && uri.getHost() != null
                    && port != 0
                    && port <= 65535
                    && uri.getRawPath().matches("(/\\d{0,4})?")
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return new RedisAddress(new Secret(url));
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw ConfigException.wrong(
                "REELS_REDIS_URL", url, "redis://[user:password@]host[:port][/database] (or rediss://)");
    }

    private static @Nullable Secret secret(Settings settings) {
        String text = settings.text("REELS_JWT_SECRET");
        if (text == null) {
            return null;
        }
        Secret secret = new Secret(text);
        if (secret.bytes().length < 32) {
            throw new ConfigException("REELS_JWT_SECRET is a secret of " + secret.bytes().length
                    + " bytes, but takes at least 32 (for one: openssl rand -base64 48)");
        }
        return secret;
    }

    private static @Nullable URI publicUrl(Settings settings) {
        URI url = settings.url("REELS_PUBLIC_URL");
        if (url != null && url.getRawQuery() != null) {
            throw ConfigException.wrong(
                    "REELS_PUBLIC_URL", url.toString(), "an http:// or https:// URL without a query");
        }
        return url;
    }

    private static List<String> corsOrigins(Settings settings) {
        return Stream.of(settings.text("REELS_CORS_ORIGINS", "").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .map(ReelsConfig::origin)
                .toList();
    }

    private static String origin(String held) {
        if (held.equals("*")) {
            return held;
        }
        URI url = Settings.httpUrl("REELS_CORS_ORIGINS", held);
        if (!url.getRawPath().isEmpty() || url.getRawQuery() != null) {
            throw ConfigException.wrong("REELS_CORS_ORIGINS", held, "origins like https://shop.example, or *");
        }
        return url.toString();
    }

    private static @Nullable String node(Settings settings) {
        String node = settings.text("REELS_NODE");
        if (node != null && !node.matches("[a-z0-9]{1,16}")) {
            throw ConfigException.wrong("REELS_NODE", node, "1 to 16 lower-case letters and digits");
        }
        return node;
    }

    private static @Nullable InetSocketAddress clamd(Settings settings) {
        String held = settings.text("REELS_CLAMD");
        if (held == null) {
            return null;
        }
        int colon = held.lastIndexOf(':');
        try {
            int port = Integer.parseInt(held.substring(colon + 1));
            if (colon > 0 && port >= 1 && port <= 65535) {
                return InetSocketAddress.createUnresolved(held.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw ConfigException.wrong("REELS_CLAMD", held, "host:port of a ClamAV daemon");
    }
}
