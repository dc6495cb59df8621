package com.aoin.reels.feed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Makes a thing once for all who want it while it is being made; a failure is theirs together, and nothing is kept. */
final class OneFlight<K, V> {
    private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

    V join(K wanted, Supplier<V> making) {
        CompletableFuture<V> own = new CompletableFuture<>();
        CompletableFuture<V> under = flights.putIfAbsent(wanted, own);
        if (under != null) {
            return await(under);
        }
        try {
            V made = making.get();
            own.complete(made);
            return made;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(wanted, own);
        }
    }

    private static <V> V await(CompletableFuture<V> flight) {
        try {
            return flight.join();
        } catch (CompletionException e) {
            // As if it had been made here, so that an outage is told as one.
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
