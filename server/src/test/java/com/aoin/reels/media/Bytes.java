package com.aoin.reels.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's bytes under the knife, for making hostile ones. */
final class Bytes {
    private byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static Bytes of(Path file) throws IOException {
        return new Bytes(Files.readAllBytes(file));
    }

    /** Where the text or byte sequence, given in ISO 8859-1, first occurs at or after that place. */
    int find(String sequence, int from) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(sequence, from);
        if (at < 0) {
            throw new IllegalStateException("no " + sequence);
        }
        return at;
    }

    Bytes putInt(int at, int value) {
        ByteBuffer.wrap(bytes).putInt(at, value);
        return this;
    }

    Bytes putShort(int at, int value) {
        ByteBuffer.wrap(bytes).putShort(at, (short) value);
        return this;
    }

    Bytes fill(int from, int to, byte value) {
        java.util.Arrays.fill(bytes, from, to, value);
        return this;
    }

    int getInt(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    /** Replaces a stretch by other bytes of any length. */
    Bytes replace(int from, int to, byte[] by) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, from);
        all.writeBytes(by);
        all.write(bytes, to, bytes.length - to);
        bytes = all.toByteArray();
        return this;
    }

    Path save(Path file) throws IOException {
        return Files.write(file, bytes);
    }
}
