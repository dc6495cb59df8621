package com.aoin.reels.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that does with a stream the least that anyone could: it reads the socket and writes the file. */
public final class PlainCopyServer {
    /** As large as the buffers of the service. */
    private static final int BUFFER = 64 * 1024;

    private PlainCopyServer() {}

    /** Arguments: port, file. A connection sends a length as eight bytes and then as many bytes; it gets one back. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 10, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket socket = server.accept()) {
                    copy(socket, file);
                    socket.getOutputStream().write(1);
                }
            }
        }
    }

    private static void copy(Socket socket, Path file) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        long missing = in.readLong();
        Files.deleteIfExists(file);
        byte[] buffer = new byte[BUFFER];
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (missing > 0) {
                int n = in.read(buffer, 0, (int) Math.min(BUFFER, missing));
                if (n < 0) {
                    throw new IOException("The client went away");
                }
                missing -= n;
                bytes.clear().limit(n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
        }
    }
}
