package com.aoin.reels.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named values as the operator wrote them, read into types; a blank value counts as unset. */
final class Settings {
    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * The environment over the file that {@code REELS_CONFIG} names.
     *
     * @param known every name that the file may hold; another one there is refused, since it is most likely misspelt
     */
    static Settings read(Map<String, String> environment, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        String file = environment.get("REELS_CONFIG");
        if (file != null && !file.isBlank()) {
            values.putAll(readFile(file, known));
        }
        environment.forEach((name, value) -> {
            if (known.contains(name)) {
                values.put(name, value);
            }
        });
        values.values().removeIf(String::isBlank);
        return new Settings(values);
    }

    /** Lines as a shell or systemd has them; a value is what follows the first "=", backslashes and all. */
    private static Map<String, String> readFile(String file, Set<String> known) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw ConfigException.wrong("REELS_CONFIG", file, "the path of a readable file with NAME=value lines");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                // The line may be a secret that was broken in two, so it is not shown.
                throw new ConfigException("Line " + (i + 1) + " of " + file + " is no NAME=value line");
            }
            String name = line.substring(0, equals).strip();
            if (!known.contains(name)) {
                throw new ConfigException(name + " in " + file + " is no setting of Reels; those are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            values.put(name, line.substring(equals + 1).strip());
        }
        return values;
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }

    boolean flag(String name, boolean fallback) {
        String held = values.get(name);
        if (held == null) {
            return fallback;
        }
        return switch (held.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw ConfigException.wrong(name, held, "true or false");
        };
    }

    int integer(String name, int fallback, int min, int max) {
        String held = values.get(name);
        if (held == null) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(held);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        throw ConfigException.wrong(name, held, "a whole number from " + min + " to " + max);
    }

    <E extends Enum<E>> E choice(String name, E fallback, Class<E> type) {
        String held = values.get(name);
        if (held == null) {
            return fallback;
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String lower = constant.name().toLowerCase(Locale.ROOT);
            if (lower.equals(held)) {
                return constant;
            }
            names.add(lower);
        }
        throw ConfigException.wrong(name, held, "one of " + String.join(", ", names));
    }

    Path path(String name, String fallback) {
        String held = text(name, fallback);
        try {
            return Path.of(held).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ConfigException.wrong(name, held, "a path");
        }
    }

    /** An absolute http or https URL without user or fragment; a trailing slash is dropped. */
    @Nullable
    URI url(String name) {
        String held = values.get(name);
        return held == null ? null : httpUrl(name, held);
    }

    static URI httpUrl(String name, String held) {
        try {
            URI uri = new URI(held.endsWith("/") ? held.substring(0, held.length() - 1) : held);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw ConfigException.wrong(name, held, "an http:// or https:// URL");
    }
}
