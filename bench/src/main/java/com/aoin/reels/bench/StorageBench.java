package com.aoin.reels.bench;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The largest video into each storage, from a process with a heap of 256 MB: against the provider's own client with the
 * same file, and the memory that it takes.
 */
final class StorageBench {
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 7;
    private static final long SETTLE_MILLIS = 300;
    private static final double MEBIBYTE = 1024 * 1024;

    private StorageBench() {}

    static void run(Path directory, Report report) throws Exception {
        Path file = Files.createDirectories(directory).resolve("largest.bin");
        byte[] bytes = new byte[Clips.LARGEST];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
        int s3 = Service.freePort();
        int cloudinary = Service.freePort();
        try (JavaProcess _ = JavaProcess.start(
                directory.resolve("storages.log"),
                List.of("-Xmx512m"),
                List.of("com.aoin.reels.testing.StorageServers", Integer.toString(s3), Integer.toString(cloudinary)),
                Map.of())) {
            awaitPort(cloudinary);
            measure(directory, report, file, "local", Map.of());
            measure(directory, report, file, "aws", settings("TestingS3", s3));
            measure(directory, report, file, "cloudinary", settings("TestingCloudinary", cloudinary));
        }
        report.end();
    }

    /** The test servers know what they are reached with. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> settings(String server, int port) throws ReflectiveOperationException {
        return (Map<String, String>) Class.forName("com.aoin.reels.testing." + server)
                .getMethod("settings", int.class)
                .invoke(null, port);
    }

    private static void measure(Path directory, Report report, Path file, String provider, Map<String, String> settings)
            throws Exception {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("VIDEO_STORAGE_PROVIDER", provider);
        try (Subject ours = Subject.start(directory, "ours", environment);
                Subject theirs = Subject.start(directory, "theirs", environment)) {
            for (int i = 0; i < WARM_UPS; i++) {
                ours.store(file);
                theirs.store(file);
            }
            Thread.sleep(SETTLE_MILLIS);
            long idle = ours.process().residentBytes();
            List<Double> ratios = new ArrayList<>();
            List<Double> storing = new ArrayList<>();
            List<Double> copying = new ArrayList<>();
            List<Double> over = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double before = theirs.store(file);
                Thread.sleep(SETTLE_MILLIS);
                MemoryPeak peak = new MemoryPeak(ours.process());
                double own;
                try (peak) {
                    own = ours.store(file);
                }
                double plain = (before + theirs.store(file)) / 2;
                ratios.add(plain / own);
                storing.add(own * 1e3);
                copying.add(plain * 1e3);
                over.add((peak.bytes() - idle) / MEBIBYTE);
            }
            report.table("%s, %d bytes, heap of 256 MB".formatted(provider, Files.size(file)));
            report.row("**speed : the provider's own client**", ratios, 2, "≥ 0.9");
            report.row("**memory over idle, MiB**", over, 1, "≤ 32");
            report.row("stored, ms", storing, 0, "");
            report.row("the provider's own client, ms", copying, 0, "");
            report.line("");
            report.line("Idle: %.1f MiB".formatted(idle / MEBIBYTE));
        }
    }

    private static Socket awaitPort(int port) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Nobody listens at " + port, e);
                }
                Thread.sleep(50);
            }
        }
    }

    /** A {@link StorageSubject} in its process. */
    private record Subject(JavaProcess process, Socket socket, DataInputStream in, DataOutputStream out)
            implements AutoCloseable {
        static Subject start(Path directory, String way, Map<String, String> environment)
                throws IOException, InterruptedException {
            int port = Service.freePort();
            JavaProcess process = JavaProcess.start(
                    directory.resolve("subject-" + way + ".log"),
                    List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                    List.of(
                            StorageSubject.class.getName(),
                            Integer.toString(port),
                            way,
                            directory.resolve("subject-" + way).toString()),
                    environment);
            Socket socket = awaitPort(port);
            return new Subject(
                    process,
                    socket,
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
        }

        /** Seconds until the file was stored. */
        double store(Path file) throws IOException {
            out.writeUTF(file.toString());
            in.readByte();
            out.writeByte(1);
            double seconds = in.readLong() / 1e9;
            in.readByte();
            return seconds;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            process.close();
        }
    }
}
