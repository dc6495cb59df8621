package com.aoin.reels.upload.resumable;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived of unfinished uploads: a file each, in a folder of this node that outlives its process. The node's
 * name begins every upload's id, so that a proxy can tell from the path where the file is.
 */
public final class PartialFiles {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern NODE = Pattern.compile("[a-z0-9]{1,16}");
    private static final Pattern ID = Pattern.compile("([a-z0-9]{1,16})-[0-9a-f]{32}");
    private static final String NAME = "node";

    private final Path folder;
    private final String node;

    private PartialFiles(Path folder, String node) {
        this.folder = folder;
        this.node = node;
    }

    /**
     * Opens the folder.
     *
     * @param node the name of this node; null = one made once and kept in the folder
     */
    public static PartialFiles open(Path folder, @Nullable String node) {
        try {
            Files.createDirectories(folder);
            return new PartialFiles(folder, node == null ? madeName(folder.resolve(NAME)) : node);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot use the folder of unfinished uploads " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String madeName(Path file) throws IOException {
        String name = Files.exists(file) ? Files.readString(file).strip() : "";
        if (name.isEmpty()) {
            name = random(4);
            // A crash leaves the whole name or none.
            Path written = Files.writeString(file.resolveSibling(NAME + ".new"), name);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        }
        if (!NODE.matcher(name).matches()) {
            throw new IOException(file + " must hold the node's name, 1 to 16 lower-case letters and digits");
        }
        return name;
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The name of this node. */
    public String node() {
        return node;
    }

    /** An id for a new upload on this node. */
    public String newId() {
        return node + "-" + random(16);
    }

    /** Whether a text from outside has the form of an id; nothing else is looked up. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public Path path(String uploadId) {
        if (!isId(uploadId)) {
            throw new IllegalArgumentException("Not the id of an upload: " + uploadId);
        }
        return folder.resolve(uploadId);
    }

    /** Whether at least so many bytes are there. */
    public boolean has(String uploadId, long bytes) {
        try {
            return bytes == 0 || Files.size(path(uploadId)) >= bytes;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The file of an upload, cut to the bytes that are known to be on disk, and nobody else's until it is closed.
     *
     * @throws ApiException 423 when another process still writes to it
     */
    FileChannel openAt(String uploadId, long bytes) throws IOException {
        Path path = path(uploadId);
        boolean isNew = !Files.exists(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel);
            channel.truncate(bytes);
            if (isNew) {
                flushFolder();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A process that is being replaced may still answer what it has admitted. The lock ends with the channel. */
    private static void lock(FileChannel channel) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw locked();
        }
    }

    static ApiException locked() {
        return ApiException.withStatus(423, ErrorCode.VALIDATION_ERROR, "Another request sends bytes of this upload")
                .header("Retry-After", "1");
    }

    /** So that power loss keeps the name of a new file. */
    private void flushFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes the file of an upload, if there is one. */
    public void delete(String uploadId) {
        try {
            Files.deleteIfExists(path(uploadId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the files that are no longer needed. */
    public void sweep(Predicate<String> isNeeded) {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(PartialFiles::isId)
                    .filter(isNeeded.negate())
                    .forEach(this::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
