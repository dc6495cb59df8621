package com.aoin.reels.storage;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.testing.TestingCloudinary;
import com.aoin.reels.testing.TestingS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each kind of storage, on a server that is as real as can be had here. */
enum StorageUnderTest {
    LOCAL {
        @Override
        VideoStorage open(Path media, int port, Limits limits) {
            return new LocalStorage(media, URI.create("http://localhost"));
        }

        @Override
        List<String> keys(Path media) {
            try (Stream<Path> files = Files.walk(media)) {
                return files.filter(Files::isRegularFile)
                        .map(file -> media.relativize(file).toString())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        void begin(Path media, String key) {
            try {
                Files.createDirectories(media.resolve(key).getParent());
                Files.writeString(media.resolve(key + ".part"), "half a vid");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    S3_SIGNED {
        @Override
        VideoStorage open(Path media, int port, Limits limits) {
            return S3Storage.open(config(TestingS3.settings(port)).s3(), limits, S3Multipart.PART);
        }

        @Override
        List<String> keys(Path media) {
            return s3.keys();
        }

        @Override
        List<String> unfinished() {
            return s3.unfinished();
        }

        @Override
        void begin(Path media, String key) {
            s3.begin(key);
        }

        @Override
        int serverPort() {
            return s3.port();
        }
    },
    CLOUDINARY {
        @Override
        VideoStorage open(Path media, int port, Limits limits) {
            return CloudinaryStorage.open(
                    config(TestingCloudinary.settings(port)).cloudinary(), limits, CloudinaryStorage.CHUNK);
        }

        @Override
        List<String> keys(Path media) {
            return cloudinary.assets();
        }

        @Override
        String stored(String key) {
            return (key.endsWith(".jpg") ? "image/" : "video/") + key.substring(0, key.lastIndexOf('.'));
        }

        @Override
        int serverPort() {
            return cloudinary.port();
        }
    };

    private static TestingS3 s3;
    private static TestingCloudinary cloudinary;

    static void startServers() {
        s3 = TestingS3.start();
        cloudinary = TestingCloudinary.start();
    }

    static void stopServers() {
        s3.close();
        cloudinary.close();
    }

    /** The settings as the service reads them. */
    static ReelsConfig config(Map<String, String> settings) {
        return ReelsConfig.read(new HashMap<>(settings), false);
    }

    final VideoStorage open(Path media, Limits limits) {
        return open(media, serverPort(), limits);
    }

    /** Opened by a port in front of the server. */
    abstract VideoStorage open(Path media, int port, Limits limits);

    /** Everything that is stored, as the server calls it. */
    abstract List<String> keys(Path media);

    /** What the server calls a key. */
    String stored(String key) {
        return key;
    }

    List<String> unfinished() {
        return List.of();
    }

    /** Leaves an object as a crash in the middle would. */
    void begin(Path media, String key) {}

    int serverPort() {
        return 0;
    }
}
