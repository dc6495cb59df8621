package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.media.Container;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams the video of a form to disk, and refuses it as soon as its name, its size or its first bytes are wrong. */
final class VideoReceiver {
    static final long MAX_BYTES = 100L * 1024 * 1024;
    private static final String FIELD = "video";
    private static final String TOO_LARGE = "The video must not be larger than 100 MB";
    private static final String EMPTY = "The video is empty";
    /** First bytes from which the container is told. */
    private static final int ENOUGH = 64 * 1024;

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
     * @param field what the client calls the name
     * @throws ApiException FILE_VALIDATION_ERROR when we do not
     */
    static String requireExtension(String field, String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (Container.ofExtension(extension).isEmpty()) {
            throw ApiException.of(
                    ErrorCode.FILE_VALIDATION_ERROR, field, "The video must be an MP4, MOV, AVI or MKV file");
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

    /**
     * Refuses a length of the whole video.
     *
     * @param field what the client calls it
     */
    static void requireLength(String field, long length) {
        if (length > MAX_BYTES) {
            throw ApiException.withStatus(413, ErrorCode.FILE_VALIDATION_ERROR, field, TOO_LARGE)
                    .closing();
        }
        if (length == 0) {
            throw ApiException.of(ErrorCode.FILE_VALIDATION_ERROR, field, EMPTY);
        }
    }

    /**
     * The container that the first bytes show, where it is the one that the extension promises.
     *
     * @throws ApiException FILE_VALIDATION_ERROR when it is not
     */
    static Container requireContainer(InputStream head, String extension) throws IOException {
        Optional<Container> detected = Container.detect(head);
        if (detected.isEmpty() || !detected.equals(Container.ofExtension(extension))) {
            throw refusal(
                    detected.isEmpty()
                            ? "The file is not an MP4, MOV, AVI or MKV video"
                            : "The content of the file does not match its extension ." + extension);
        }
        return detected.get();
    }

    ReceivedVideo receive(InputStream in, String extension, Path file) throws IOException {
        Arriving video = new Arriving(in, extension);
        try (FileChannel out = create(file)) {
            WriteBehind behind = new WriteBehind(out);
            try {
                boolean more;
                do {
                    WriteBehind.Piece piece = piece(behind);
                    int length = video.read(piece.bytes());
                    behind.write(piece, length);
                    more = length == piece.bytes().length;
                } while (more);
            } finally {
                finish(behind);
            }
        }
        return new ReceivedVideo(file, extension, video.container(), video.size());
    }

    /**
     * Reads a video for its digest alone. A repeated upload is admitted whatever the rate limit says, so it takes no
     * disk.
     */
    void compare(InputStream in, String extension) throws IOException {
        Arriving video = new Arriving(in, extension);
        byte[] piece = new byte[ENOUGH];
        int length;
        do {
            length = video.read(piece);
        } while (length == piece.length);
    }

    /** A disk that fails is our fault, unlike a client that hangs up. */
    private static WriteBehind.Piece piece(WriteBehind behind) {
        try {
            return behind.piece();
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    private static void finish(WriteBehind behind) {
        try {
            behind.close();
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    private static FileChannel create(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    static ApiException tooLarge() {
        return refusal(TOO_LARGE).closing();
    }

    private static ApiException refusal(String message) {
        return ApiException.of(ErrorCode.FILE_VALIDATION_ERROR, FIELD, message);
    }

    /** A video on its way in, checked as far as it has come. */
    private final class Arriving {
        private final InputStream in;
        private final String extension;
        private long size;
        private @Nullable Container container;

        Arriving(InputStream in, String extension) {
            this.in = in;
            this.extension = extension;
        }

        /**
         * Reads what comes next.
         *
         * @param piece of {@value #ENOUGH} bytes or more
         * @return how many bytes of it were filled; fewer than all at the end of the video
         */
        int read(byte[] piece) throws IOException {
            int length = in.readNBytes(piece, 0, piece.length);
            size += length;
            if (size > MAX_BYTES) {
                throw tooLarge();
            }
            if (size == 0) {
                throw refusal(EMPTY);
            }
            if (container == null) {
                container = detect(piece, length);
            }
            if (digest != null) {
                digest.update(piece, 0, length);
            }
            return length;
        }

        private Container detect(byte[] piece, int length) throws IOException {
            return requireContainer(new ByteArrayInputStream(piece, 0, Math.min(length, ENOUGH)), extension);
        }

        Container container() {
            return Objects.requireNonNull(container);
        }

        long size() {
            return size;
        }
    }
}
