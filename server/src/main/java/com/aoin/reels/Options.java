package com.aoin.reels;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows a command as {@code --name value}. */
final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads them.
     *
     * @param known the names that the command takes, with their dashes
     * @throws UsageException for another word, a name without a value, and a name given twice
     */
    static Options read(List<String> words, String... known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String name = words.get(i);
            if (!List.of(known).contains(name)) {
                String takes = known.length == 0 ? "this command takes none" : "known are " + String.join(", ", known);
                throw new UsageException("There is no option " + name + "; " + takes);
            }
            if (i + 1 == words.size()) {
                throw new UsageException(name + " needs a value");
            }
            if (values.put(name, words.get(i + 1)) != null) {
                throw new UsageException(name + " is given twice");
            }
        }
        return new Options(values);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    int required(String name, int min, int max) {
        if (!values.containsKey(name)) {
            throw new UsageException(name + " is needed: a whole number from " + min + " to " + max);
        }
        return integer(name, min, min, max);
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
        throw new UsageException(name + " is \"" + held + "\", but takes a whole number from " + min + " to " + max);
    }
}
