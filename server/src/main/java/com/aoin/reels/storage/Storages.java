package com.aoin.reels.storage;

import com.aoin.reels.config.ReelsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The storages that are set up: the one that new reels go to, and those that hold older ones. A reel stays where it
 * was stored.
 */
public final class Storages implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(10);
    /** Calls of Cloudinary's Admin API are few: 500 an hour on its smallest plan. */
    private static final Duration RARE_LOOK = Duration.ofMinutes(2);

    private final VideoStorage current;
    private final Map<String, VideoStorage> byProvider = new LinkedHashMap<>();

    /**
     * Storages of different providers.
     *
     * @param current where new reels go, one of them
     */
    public Storages(VideoStorage current, Collection<VideoStorage> all) {
        this.current = current;
        all.forEach(storage -> byProvider.put(storage.provider(), storage));
    }

    /** Connects to every storage that is set up; a service that is away for now does not stop the start. */
    public static Storages open(ReelsConfig config, LocalStorage local, MeterRegistry registry) {
        List<VideoStorage> all = new ArrayList<>();
        all.add(new WatchedStorage(local, LOOK, registry));
        if (config.s3() != null) {
            all.add(new WatchedStorage(S3Storage.open(config.s3()), LOOK, registry));
        }
        if (config.cloudinary() != null) {
            all.add(new WatchedStorage(CloudinaryStorage.open(config.cloudinary()), RARE_LOOK, registry));
        }
        String current = config.storageProvider().name().toLowerCase(Locale.ROOT);
        return new Storages(
                all.stream()
                        .filter(storage -> storage.provider().equals(current))
                        .findFirst()
                        .orElseThrow(),
                all);
    }

    /** Where new reels go. */
    public VideoStorage current() {
        return current;
    }

    /** Every provider that is set up. */
    Set<String> providers() {
        return Collections.unmodifiableSet(byProvider.keySet());
    }

    /** The storage of a provider; empty when its settings are gone. */
    public Optional<VideoStorage> find(String provider) {
        return Optional.ofNullable(byProvider.get(provider));
    }

    /** The storage of a provider that must be there for what is to be done. */
    public VideoStorage require(String provider) {
        return find(provider).orElseThrow(() -> new StorageException("The storage " + provider + " is not set up"));
    }

    /**
     * The link under which clients get an object.
     *
     * @param canonical what its row holds, which is all that is left when the provider's settings are gone; never
     *     null for an object that is not local
     */
    public String url(String provider, String key, @Nullable String canonical) {
        VideoStorage storage = byProvider.get(provider);
        return storage == null ? Objects.requireNonNullElse(canonical, "") : storage.url(key);
    }

    /** Where links lead to, one address of each provider, for pages that name what they may load. */
    public Set<URI> addresses() {
        String key = StorageKey.make(1, 1, "mp4");
        return byProvider.values().stream()
                .map(storage -> URI.create(storage.canonicalUrl(key)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        byProvider.values().forEach(VideoStorage::close);
    }
}
