package com.aoin.reels.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to use a directory, held by one owner at a time; the system takes it from a process that ends. */
final class DirectoryLock implements AutoCloseable {
    /** Closing any channel of a file gives up the process's locks on it, so a held one is never opened again. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Makes the directory where it is missing, and takes it.
     *
     * @throws DatabaseUnavailableException when another owner has it
     */
    static DirectoryLock take(Path wanted) {
        try {
            Path directory = Files.createDirectories(wanted).toRealPath();
            if (!HELD_HERE.add(directory)) {
                throw inUse(wanted);
            }
            try {
                return new DirectoryLock(directory, locked(directory, wanted));
            } catch (IOException | RuntimeException e) {
                HELD_HERE.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new DatabaseUnavailableException("Cannot use the directory " + wanted + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel locked(Path directory, Path wanted) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(wanted);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatabaseUnavailableException inUse(Path directory) {
        return new DatabaseUnavailableException("The embedded database in " + directory
                + " is in use by a Reels service that is running; stop that one first");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }
}
