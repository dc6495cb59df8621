package com.aoin.reels.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows by key, and those that are asked for while others are being read, together: under load one statement
 * answers many callers. A read always begins after it was asked for, so each answer is as fresh as if it had been read
 * alone; nothing is remembered.
 *
 * @param <K> key
 * @param <V> what is read
 */
public final class GroupedReads<K, V> {
    /** More of them would make smaller groups; one alone would let everyone wait for a connection that hangs. */
    private static final int READERS = 2;

    private static final int LARGEST_GROUP = 128;

    private final Query<K, V> query;
    private final Queue<Asked<K, V>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger readers = new AtomicInteger();

    /**
     * Reads the rows of several keys. The last of them stands there more often, up to a power of two, so that the server
     * has to prepare few statements.
     */
    @FunctionalInterface
    public interface Query<K, V> {
        /** Without the keys that there is nothing for. */
        Map<K, V> read(List<K> keys);
    }

    private record Asked<K, V>(K key, CompletableFuture<@Nullable V> answer) {}

    public GroupedReads(Query<K, V> query) {
        this.query = query;
    }

    /**
     * What is there for a key, null when there is nothing.
     *
     * @throws RuntimeException what the query threw
     */
    public @Nullable V get(K key) {
        Asked<K, V> mine = new Asked<>(key, new CompletableFuture<>());
        asked.add(mine);
        startReader();
        try {
            return mine.answer().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void startReader() {
        int running = readers.get();
        while (running < READERS && !asked.isEmpty()) {
            if (readers.compareAndSet(running, running + 1)) {
                Thread.ofVirtual().name("grouped reads").start(this::readAll);
                return;
            }
            running = readers.get();
        }
    }

    private void readAll() {
        try {
            List<Asked<K, V>> group = nextGroup();
            while (!group.isEmpty()) {
                answer(group);
                group = nextGroup();
            }
        } finally {
            readers.decrementAndGet();
            // Someone may have asked after the last look and before this reader was seen to be gone.
            startReader();
        }
    }

    private List<Asked<K, V>> nextGroup() {
        List<Asked<K, V>> group = new ArrayList<>();
        Asked<K, V> next = asked.poll();
        while (next != null) {
            group.add(next);
            next = group.size() < LARGEST_GROUP ? asked.poll() : null;
        }
        return group;
    }

    private void answer(List<Asked<K, V>> group) {
        try {
            Map<K, V> found =
                    query.read(padded(group.stream().map(Asked::key).distinct().toList()));
            group.forEach(one -> one.answer().complete(found.get(one.key())));
        } catch (RuntimeException | Error e) {
            group.forEach(one -> one.answer().completeExceptionally(e));
        }
    }

    private static <K> List<K> padded(List<K> keys) {
        List<K> padded = new ArrayList<>(keys);
        while (Integer.bitCount(padded.size()) > 1) {
            padded.add(padded.getLast());
        }
        return padded;
    }
}
