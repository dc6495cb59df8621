package com.aoin.reels.media;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The ffmpeg that ships as a jar on the class path: unpacking its programs and libraries. */
final class BundledFfmpeg {
    private static final String FOLDER = "org/bytedeco/ffmpeg/linux-x86_64/";

    private BundledFfmpeg() {}

    /**
     * The folder of the unpacked files. It is filled under another name and then renamed, so it is complete whenever
     * it exists, and of two processes that unpack at once the later simply takes what the earlier put there.
     */
    static Path unpack(Path cacheDirectory) throws IOException {
        URL url = BundledFfmpeg.class.getClassLoader().getResource(FOLDER + "ffmpeg");
        if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
            throw new NoSuchFileException("no ffmpeg for this platform on the class path; install ffmpeg");
        }
        Path jar = Path.of(java.net.URI.create(connection.getJarFileURL().toString()));
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Path target = cacheDirectory.toAbsolutePath().resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(cacheDirectory);
        Path fresh = Files.createTempDirectory(cacheDirectory.toAbsolutePath(), name + ".");
        try {
            extract(jar, fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        } finally {
            delete(fresh);
        }
        return target;
    }

    private static void extract(Path jar, Path folder) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<JarEntry> entries =
                    file.stream().filter(entry -> wanted(entry.getName())).toList();
            for (JarEntry entry : entries) {
                Path copy = folder.resolve(entry.getName().substring(FOLDER.length()));
                try (var in = file.getInputStream(entry)) {
                    Files.copy(in, copy);
                }
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    /** The libjni libraries bind ffmpeg to Java calls, which nobody makes here. */
    private static boolean wanted(String entry) {
        if (!entry.startsWith(FOLDER)) {
            return false;
        }
        String name = entry.substring(FOLDER.length());
        return name.equals("ffmpeg") || name.equals("ffprobe") || name.matches("lib[a-z]+\\.so\\.\\d+");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
