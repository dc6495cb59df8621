package com.aoin.reels.http;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/** Which top-level fields of each item the client wants; unknown names are ignored, none given means all. */
public final class Fields {
    private static final Fields ALL = new Fields(null);

    private final @Nullable Set<String> names;

    private Fields(@Nullable Set<String> names) {
        this.names = names;
    }

    static Fields parse(@Nullable String list) {
        if (list == null || list.isBlank()) {
            return ALL;
        }
        Set<String> names = Stream.of(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return names.isEmpty() ? ALL : new Fields(names);
    }

    public static Fields all() {
        return ALL;
    }

    public boolean areAll() {
        return names == null;
    }

    /** As {@link #include(String)}, for a name that is encoded already. */
    public boolean include(SerializedString name) {
        return names == null || names.contains(name.getValue());
    }

    public boolean include(String name) {
        return names == null || names.contains(name);
    }
}
