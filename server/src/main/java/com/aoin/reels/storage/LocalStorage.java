package com.aoin.reels.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Videos and thumbnails as files below the media folder of the data directory. A stored file is whole and on disk:
 * it is flushed, then moved into place at once.
 */
public final class LocalStorage implements VideoStorage {
    public static final String PROVIDER = "local";

    private final Path root;
    private final URI publicUrl;

    /**
     * Storage in a folder.
     *
     * @param publicUrl base of the links under which the service is reached
     */
    public LocalStorage(Path root, URI publicUrl) {
        this.root = root;
        this.publicUrl = publicUrl;
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new StorageException("Cannot make the media folder " + root, e);
        }
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    /**
     * Takes a finished file over.
     *
     * @param file at best on the same file system, since it is copied otherwise; it is gone afterwards
     */
    @Override
    public void store(Path file, String key) {
        Path target = path(key);
        try {
            Path folder = Objects.requireNonNull(target.getParent());
            createFolder(folder);
            place(file, target);
            flush(folder);
        } catch (IOException e) {
            throw new StorageException("Cannot store " + key, e);
        }
    }

    /** Several nodes share the media folder and nothing else, so it may be a file system of its own. */
    private static void place(Path file, Path target) throws IOException {
        if (Files.getFileStore(file).equals(Files.getFileStore(Objects.requireNonNull(target.getParent())))) {
            flush(file);
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Path copy = unfinished(target);
            Files.copy(file, copy);
            flush(copy);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(file);
        }
    }

    /** Where an object stands while it is copied. It is no key's file, so nobody can ask for it. */
    private static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    /** Creates the folders that are missing, each flushed into its parent, so that power loss keeps the path. */
    private void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = Objects.requireNonNull(folder.getParent());
            if (!folder.equals(root)) {
                createFolder(parent);
            }
            Files.createDirectories(folder);
            flush(parent);
        }
    }

    private static void flush(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Path fetch(String key, Path target) {
        return path(key);
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(unfinished(path(key)));
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new StorageException("Cannot delete " + key, e);
        }
    }

    /** The file of an object, whether or not it exists. */
    public Path path(String key) {
        if (!StorageKey.isValid(key)) {
            throw new IllegalArgumentException("Not a storage key: " + key);
        }
        return root.resolve(key);
    }

    @Override
    public String canonicalUrl(String key) {
        return url(key);
    }

    @Override
    public String url(String key) {
        return publicUrl + "/media/" + key;
    }

    @Override
    public boolean isReachable() {
        return Files.isWritable(root);
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
