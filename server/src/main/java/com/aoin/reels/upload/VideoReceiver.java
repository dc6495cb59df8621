package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.media.Container;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams the video of a form to disk, and refuses it as soon as its name, its size or its first bytes are wrong. */
final class VideoReceiver {
    static final long MAX_BYTES = 100L * 1024 * 1024;
    private static final String FIELD = "video";
    private static final int BUFFER = 64 * 1024;

    private final @Nullable MessageDigest digest;

    /**
     * A receiver for one request.
     *
     * @param digest sees every byte of the video; null when nobody asks for its fingerprint
     */
    VideoReceiver(@Nullable MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * The extension of a file name where we take it.
     *
     * @throws ApiException FILE_VALIDATION_ERROR when we do not
     */
    static String requireExtension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (Container.ofExtension(extension).isEmpty()) {
            throw refusal("The video must be an MP4, MOV, AVI or MKV file");
        }
        return extension;
    }

    /**
     * Refuses a body that must hold too large a video.
     *
     * @param length bytes announced, −1 when unknown
     */
    static void requireSize(long length, long formOverhead) {
        if (length > MAX_BYTES + formOverhead) {
            throw tooLarge();
        }
    }

    ReceivedVideo receive(InputStream in, String extension, Path file) throws IOException {
        Head head = new Head(extension);
        try (FileChannel out = create(file)) {
            WriteBehind behind = new WriteBehind(out);
            try {
                long size = copy(in, head, behind);
                return new ReceivedVideo(file, extension, head.container(), size);
            } finally {
                finish(behind);
            }
        }
    }

    private static void finish(WriteBehind behind) {
        try {
            behind.close();
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    /**
     * Reads a video for its digest alone. A repeated upload is admitted whatever the rate limit says, so it takes no
     * disk.
     */
    void compare(InputStream in, String extension) throws IOException {
        Head head = new Head(extension);
        copy(in, head, Channels.newChannel(OutputStream.nullOutputStream()));
        head.container();
    }

    private long copy(InputStream in, Head head, WritableByteChannel out) throws IOException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        // What arrives in small pieces is written in large ones.
        for (int n = in.readNBytes(buffer, 0, BUFFER); n > 0; n = in.readNBytes(buffer, 0, BUFFER)) {
            size += n;
            if (size > MAX_BYTES) {
                throw tooLarge();
            }
            head.see(buffer, n);
            if (digest != null) {
                digest.update(buffer, 0, n);
            }
            write(bytes.clear().limit(n), out);
        }
        if (size == 0) {
            throw refusal("The video is empty");
        }
        return size;
    }

    private static FileChannel create(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    /** A disk that fails is our fault, unlike a client that hangs up. */
    private static void write(ByteBuffer bytes, WritableByteChannel out) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    private static ApiException tooLarge() {
        return refusal("The video must not be larger than 100 MB").closing();
    }

    private static ApiException refusal(String message) {
        return ApiException.of(ErrorCode.FILE_VALIDATION_ERROR, FIELD, message);
    }

    /** The first bytes, from which the container is told; they decide as soon as there are enough of them. */
    private static final class Head {
        private static final int ENOUGH = 64 * 1024;

        private final String extension;
        private @Nullable ByteArrayOutputStream bytes = new ByteArrayOutputStream(ENOUGH);
        private @Nullable Container container;

        Head(String extension) {
            this.extension = extension;
        }

        void see(byte[] buffer, int length) throws IOException {
            if (bytes != null) {
                bytes.write(buffer, 0, Math.min(length, ENOUGH - bytes.size()));
                if (bytes.size() == ENOUGH) {
                    container();
                }
            }
        }

        Container container() throws IOException {
            if (container == null) {
                byte[] head = bytes == null ? new byte[0] : bytes.toByteArray();
                bytes = null;
                Optional<Container> detected = Container.detect(new ByteArrayInputStream(head));
                if (detected.isEmpty() || !detected.equals(Container.ofExtension(extension))) {
                    throw refusal(
                            detected.isEmpty()
                                    ? "The file is not an MP4, MOV, AVI or MKV video"
                                    : "The content of the file does not match its extension ." + extension);
                }
                container = detected.get();
            }
            return container;
        }
    }
}
