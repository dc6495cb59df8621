package com.aoin.reels.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Every kind of storage: the servers of those in the network, and services that are set up for all of them. */
public final class TestingStorages implements AutoCloseable {
    private final TestingS3 s3 = TestingS3.start();
    private final TestingCloudinary cloudinary = TestingCloudinary.start();

    public TestingS3 s3() {
        return s3;
    }

    public TestingCloudinary cloudinary() {
        return cloudinary;
    }

    /** A service that stores with this provider, and has the others set up as well. */
    public TestingReels.Builder with(String provider) {
        TestingReels.Builder builder = TestingReels.builder().set("VIDEO_STORAGE_PROVIDER", provider);
        TestingS3.settings(s3.port()).forEach(builder::set);
        TestingCloudinary.settings(cloudinary.port()).forEach(builder::set);
        return builder;
    }

    /** A line to the server of a provider in the network. */
    public FaultyLine line(String provider) {
        return FaultyLine.to(provider.equals("aws") ? s3.port() : cloudinary.port());
    }

    /** A service that stores with this provider in the network, which it reaches by a line, and knows no other. */
    public TestingReels.Builder through(FaultyLine line, String provider) {
        TestingReels.Builder builder = TestingReels.builder().set("VIDEO_STORAGE_PROVIDER", provider);
        if (provider.equals("aws")) {
            TestingS3.settings(line.port()).forEach(builder::set);
        } else {
            TestingCloudinary.settings(line.port()).forEach(builder::set);
        }
        return builder;
    }

    /** What is stored of this provider's, by keys without extensions. */
    public List<String> stored(TestingReels reels, String provider) {
        List<String> names = switch (provider) {
            case "aws" -> s3.keys();
            case "cloudinary" -> cloudinary.assets();
            default -> reels.files("media");
        };
        return names.stream()
                .map(name -> bare(name.replaceFirst("^(video|image)/", "")))
                .sorted()
                .toList();
    }

    /** A key without its extension. */
    public static String bare(String key) {
        return key.replaceFirst("\\.[a-z0-9]+$", "");
    }

    /** The bytes of a stored video. */
    public byte[] video(TestingReels reels, String provider, String key) {
        return switch (provider) {
            case "aws" -> s3.bytes(key);
            case "cloudinary" -> cloudinary.bytes("video/" + bare(key));
            default -> bytes(reels.directory().resolve("media").resolve(key));
        };
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        s3.close();
        cloudinary.close();
    }
}
