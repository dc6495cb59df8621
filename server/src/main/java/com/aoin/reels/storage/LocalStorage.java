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
public final class LocalStorage {
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

    /**
     * Takes a finished file over.
     *
     * @param file on the same file system; it is gone afterwards
     */
    public void store(Path file, String key) {
        Path target = path(key);
        try {
            flush(file);
            Path folder = Objects.requireNonNull(target.getParent());
            createFolder(folder);
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            flush(folder);
        } catch (IOException e) {
            throw new StorageException("Cannot store " + key, e);
        }
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

    /** Removes an object; one that is not there is as good as removed. */
    public void delete(String key) {
        try {
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

    /** The link under which clients get an object. */
    public String url(String key) {
        return publicUrl + "/media/" + key;
    }

    /** Whether objects can be written. */
    public boolean isWritable() {
        return Files.isWritable(root);
    }
}
