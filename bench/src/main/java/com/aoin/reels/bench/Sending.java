package com.aoin.reels.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sends a file from the page cache straight into a socket, and finds out when the other side has written its last
 * byte: by the length of the file there, since a socket accepts bytes that nobody has read yet.
 *
 * @param written  seconds from the first byte of the file sent until all of it was written
 * @param answered seconds from the last byte sent until the first byte of the answer
 * @param answer   what was answered
 */
record Sending(double written, double answered, String answer) {
    private static final String BOUNDARY = "------------------------f3a91c07be5d2846";
    private static final int ANSWER_LIMIT = 64 * 1024;

    /** Where the other side writes. */
    @FunctionalInterface
    interface Target {
        Path find() throws IOException;
    }

    /** Uploads a reel. */
    static Sending upload(Service service, int merchant, Path video) throws IOException, InterruptedException {
        String before = field("product_id", Integer.toString(merchant))
                + field("description", "A clip of the benchmark")
                + "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"video\"; filename=\"clip.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n";
        String after = "\r\n--" + BOUNDARY + "--\r\n";
        String headers = "POST /api/reels HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + service.token(merchant) + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY
                + "\r\nContent-Length: " + (before.length() + Files.size(video) + after.length())
                + "\r\nConnection: close\r\n\r\n";
        Path work = service.data().resolve("work");
        Sending sending = send(
                service.address(),
                ascii(headers + before),
                video,
                ascii(after),
                () -> only(only(work, "process-*"), "work-*").resolve("upload.mp4"));
        if (!sending.answer().startsWith("HTTP/1.1 201 ")) {
            throw new IOException("The upload was refused: " + sending.answer());
        }
        return sending;
    }

    /** Sends a file to a {@link PlainCopyServer}. */
    static Sending plain(InetSocketAddress server, Path video, Path target) throws IOException, InterruptedException {
        ByteBuffer length =
                ByteBuffer.allocate(Long.BYTES).putLong(Files.size(video)).flip();
        return send(server, length, video, ByteBuffer.allocate(0), () -> target);
    }

    private static Sending send(
            InetSocketAddress server, ByteBuffer before, Path video, ByteBuffer after, Target target)
            throws IOException, InterruptedException {
        try (SocketChannel socket = SocketChannel.open(server);
                FileChannel file = FileChannel.open(video)) {
            write(socket, before);
            long start = System.nanoTime();
            for (long sent = 0; sent < file.size(); ) {
                sent += file.transferTo(sent, file.size() - sent, socket);
            }
            write(socket, after);
            long sent = System.nanoTime();
            awaitLength(target.find(), file.size());
            long written = System.nanoTime();
            ByteBuffer answer = ByteBuffer.allocate(ANSWER_LIMIT);
            socket.read(answer);
            long answered = System.nanoTime();
            while (socket.read(answer) > 0) {
                // The rest of the answer.
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
            return new Sending((written - start) / 1e9, (answered - sent) / 1e9, text);
        }
    }

    private static void awaitLength(Path file, long length) throws InterruptedException {
        while (file.toFile().length() < length) {
            Thread.sleep(0, 100_000);
        }
    }

    private static Path only(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            return found.iterator().next();
        }
    }

    private static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
