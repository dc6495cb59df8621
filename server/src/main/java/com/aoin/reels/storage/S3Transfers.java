package com.aoin.reels.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;

/** Bounds what is sent at a time, so that a busy line is not split into more pieces than meet their time limit. */
final class S3Transfers {
    private final Semaphore permits;

    S3Transfers(int most) {
        permits = new Semaphore(most, true);
    }

    <T> T run(Supplier<T> transfer) throws InterruptedException {
        permits.acquire();
        try {
            return transfer.get();
        } finally {
            permits.release();
        }
    }

    /** A slice as it is sent: read from disk each time that it is tried. */
    static RequestBody body(FileSlice slice, String key) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return slice.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                slice.length(),
                StorageKey.mediaType(key));
    }
}
