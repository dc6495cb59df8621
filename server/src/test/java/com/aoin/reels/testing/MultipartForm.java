package com.aoin.reels.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** A {@code multipart/form-data} body whose parts stand in the order in which they were added. */
public final class MultipartForm {
    private static final String BOUNDARY = "----reels-test-7f3a91";

    private final List<Supplier<InputStream>> pieces = new ArrayList<>();
    private long length;

    /** A form with a product and a description, to which a video may be added. */
    public static MultipartForm of(int productId, String description) {
        return new MultipartForm()
                .text("product_id", Integer.toString(productId))
                .text("description", description);
    }

    public MultipartForm text(String name, String value) {
        return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    public MultipartForm file(String name, String fileName, byte[] content) {
        return part(fileHeaders(name, fileName), content);
    }

    public MultipartForm file(String name, String fileName, Path content) {
        try {
            piece(("--" + BOUNDARY + "\r\n" + fileHeaders(name, fileName) + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            pieces.add(() -> open(content));
            length += Files.size(content);
            return piece("\r\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fileHeaders(String name, String fileName) {
        return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream";
    }

    private MultipartForm part(String headers, byte[] content) {
        piece(("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        piece(content);
        return piece("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private MultipartForm piece(byte[] bytes) {
        pieces.add(() -> new ByteArrayInputStream(bytes));
        length += bytes.length;
        return this;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] end() {
        return ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public long length() {
        return length + end().length;
    }

    /** The form without its end, and so with a last part to which more may be sent. */
    public byte[] beginning() throws IOException {
        byte[] whole = stream().readAllBytes();
        return Arrays.copyOf(whole, whole.length - end().length - 2);
    }

    public InputStream stream() {
        List<InputStream> streams =
                new ArrayList<>(pieces.stream().map(Supplier::get).toList());
        streams.add(new ByteArrayInputStream(end()));
        return new SequenceInputStream(Collections.enumeration(streams));
    }
}
