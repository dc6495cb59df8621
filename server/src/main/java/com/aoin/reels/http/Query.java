package com.aoin.reels.http;

import io.helidon.common.uri.UriQuery;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string, read into types; a wrong one is a 400 that names it. */
public final class Query {
    private final UriQuery query;

    Query(UriQuery query) {
        this.query = query;
    }

    /** The first value of a parameter; null when it is missing or blank. */
    public @Nullable String text(String name) {
        String value = query.contains(name) ? query.get(name) : null;
        return value == null || value.isBlank() ? null : value.strip();
    }

    public boolean flag(String name, boolean fallback) {
        String value = text(name);
        if (value == null) {
            return fallback;
        }
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw ApiException.invalid(name, name + " must be true or false");
        };
    }

    public @Nullable Integer id(String name) {
        String value = text(name);
        return value == null ? null : Ids.parse(name, value);
    }

    /** A whole number, or null when the parameter is missing. */
    public @Nullable Integer integer(String name, int min, int max) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            if (value.matches("-?\\d{1,12}")) {
                long number = Long.parseLong(value);
                if (number >= min && number <= max) {
                    return (int) number;
                }
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        throw ApiException.invalid(name, name + " must be a whole number, " + min + " to " + max);
    }

    /** One of the constants of an enum, written in lower case. */
    public <E extends Enum<E>> E choice(String name, E fallback, Class<E> type) {
        String value = text(name);
        if (value == null) {
            return fallback;
        }
        StringBuilder names = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            String lower = constant.name().toLowerCase(Locale.ROOT);
            if (lower.equals(value)) {
                return constant;
            }
            names.append(names.isEmpty() ? "" : ", ").append(lower);
        }
        throw ApiException.invalid(name, name + " must be one of " + names);
    }

    public DateRange dates() {
        return DateRange.parse(text("start_date"), text("end_date"));
    }

    public PageRequest page() {
        Integer page = integer("page", 1, Integer.MAX_VALUE);
        Integer perPage = integer("per_page", 1, PageRequest.MAX_PER_PAGE);
        return new PageRequest(page == null ? 1 : page, perPage == null ? PageRequest.DEFAULT_PER_PAGE : perPage);
    }

    public Fields fields() {
        return Fields.parse(text("fields"));
    }
}
