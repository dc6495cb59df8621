package com.aoin.reels.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secret of at least 32 bytes that HS256 tokens are signed with. It never shows up in text. */
public final class SharedSecret {
    static final int MIN_BYTES = 32;
    static final String FILE = "jwt-secret";

    private static final Logger log = LoggerFactory.getLogger(SharedSecret.class);

    private final byte[] bytes;

    private SharedSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A secret of these bytes.
     *
     * @throws IllegalArgumentException for fewer than 32 bytes; the message gives their number only
     */
    public static SharedSecret of(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "A token secret needs at least " + MIN_BYTES + " bytes, this one has " + bytes.length);
        }
        return new SharedSecret(bytes.clone());
    }

    /** A secret given as text, such as in the environment: the UTF-8 bytes of the text as it stands, not decoded. */
    public static SharedSecret ofText(String text) {
        return of(text.getBytes(UTF_8));
    }

    /**
     * The secret kept in the file {@code jwt-secret} of this directory, made from 32 random bytes when there is none.
     * Of several processes that start at once on one directory, all get the same secret. The file holds base64url text
     * and is readable by its owner only.
     *
     * @throws IOException when the file cannot be read or written, or holds no secret
     */
    public static SharedSecret loadOrCreate(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        if (Files.notExists(file)) {
            Files.createDirectories(dataDirectory);
            create(file);
        }
        if (Files.getPosixFilePermissions(file).size() > 2) {
            log.warn("{} should be readable by its owner only (chmod 600)", file);
        }
        return read(file);
    }

    /** The file appears under its name complete or not at all: a hard link fails if another process was first. */
    private static void create(Path file) throws IOException {
        byte[] random = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(random);
        String line = Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n";
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                FILE,
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer content = UTF_8.encode(line);
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.createLink(file, draft);
            log.info("Made a token secret in {}", file);
        } catch (FileAlreadyExistsException e) {
            log.debug("Another process made {} first", file);
        } finally {
            Files.delete(draft);
        }
    }

    private static SharedSecret read(Path file) throws IOException {
        try {
            return of(Base64.getUrlDecoder().decode(Files.readString(file).strip()));
        } catch (IllegalArgumentException e) {
            // The cause is dropped: a decoder's message may quote the content.
            throw new IOException(file + " does not hold a token secret (base64url of at least " + MIN_BYTES
                    + " bytes); delete it to have a new one made");
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "SharedSecret[hidden]";
    }
}
