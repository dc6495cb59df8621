package com.aoin.reels.storage;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The storages that are set up: the one that new reels go to, and those that hold older ones. A reel stays where it
 * was stored.
 */
public final class Storages implements AutoCloseable {
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

    /** Where new reels go. */
    public VideoStorage current() {
        return current;
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

    @Override
    public void close() {
        byProvider.values().forEach(VideoStorage::close);
    }
}
