package com.aoin.reels.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where uploads are worked on: a folder of this process's own, held by a lock. What a process left that ended without
 * cleaning up is removed by the next one to start.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    private static final String LOCK = "lock";

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private Workspace(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** A workspace of its own below the directory, at best on the file system of the local media. */
    public static synchronized Workspace open(Path directory) {
        try (FileChannel _ = startsOneByOne(directory)) {
            removeAbandoned(directory);
            Path root = Files.createTempDirectory(directory, "process-");
            FileChannel file =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new Workspace(root, file, file.lock());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a working folder in " + directory, e);
        }
    }

    /** Until this is closed, no other process takes a folder that is not locked yet for an abandoned one. */
    private static FileChannel startsOneByOne(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("starts.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    private static void removeAbandoned(Path directory) throws IOException {
        try (Stream<Path> folders = Files.list(directory)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                if (isAbandoned(folder)) {
                    deleteTree(folder);
                    LOG.info("Removed what an ended process left in {}", folder);
                }
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        try (FileChannel file =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock free = file.tryLock()) {
            return free != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** An empty folder for one piece of work; closing it removes it with all that is in it. */
    public Folder folder() {
        try {
            return new Folder(Files.createTempDirectory(root, "work-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a working folder in " + root, e);
        }
    }

    /** A folder that lives as long as its work. */
    public record Folder(Path path) implements AutoCloseable {
        public Path file(String name) {
            return path.resolve(name);
        }

        @Override
        public void close() {
            deleteTree(path);
        }
    }

    private static void deleteTree(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Cannot remove {}", tree, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("Cannot release {}", root, e);
        }
        deleteTree(root);
    }
}
