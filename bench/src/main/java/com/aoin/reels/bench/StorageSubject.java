package com.aoin.reels.bench;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.S3Settings.AccessKey;
import com.aoin.reels.storage.LocalStorage;
import com.aoin.reels.storage.StorageKey;
import com.aoin.reels.storage.Storages;
import com.aoin.reels.storage.VideoStorage;
import com.cloudinary.Cloudinary;
import com.cloudinary.utils.ObjectUtils;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A process that puts files into a storage: the service's own way, or with the client that the provider gives to
 * everybody. Its storage is the one that the settings in its environment name.
 */
public final class StorageSubject {
    private StorageSubject() {}

    /** Puts a file into storage; the removal afterwards is not measured. */
    private interface Way {
        String store(Path file) throws IOException;

        void remove(String key) throws IOException;
    }

    /** Arguments: port, {@code ours} or {@code theirs}, a work folder. A connection sends paths and gets nanoseconds. */
    public static void main(String[] arguments) throws IOException {
        ReelsConfig config = ReelsConfig.read(System.getenv(), false);
        Path work = Files.createDirectories(Path.of(arguments[2]));
        Way way = arguments[1].equals("ours") ? ours(config, work) : theirs(config, work);
        try (ServerSocket server =
                        new ServerSocket(Integer.parseInt(arguments[0]), 10, InetAddress.getLoopbackAddress());
                Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                Path file = Files.copy(
                        Path.of(in.readUTF()), work.resolve("file.mp4"), StandardCopyOption.REPLACE_EXISTING);
                flush(file);
                out.writeByte(1);
                in.readByte();
                long start = System.nanoTime();
                String key = way.store(file);
                out.writeLong(System.nanoTime() - start);
                way.remove(key);
                out.writeByte(1);
            }
        }
    }

    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Way ours(ReelsConfig config, Path work) {
        LocalStorage local = new LocalStorage(work.resolve("media"), config.publicUrl());
        VideoStorage storage =
                Storages.open(config, local, new SimpleMeterRegistry()).current();
        return new Way() {
            @Override
            public String store(Path file) {
                String key = StorageKey.make(1, 1, "mp4");
                storage.store(file, key);
                return key;
            }

            @Override
            public void remove(String key) {
                storage.delete(key);
            }
        };
    }

    private static Way theirs(ReelsConfig config, Path work) {
        return switch (config.storageProvider()) {
            case LOCAL -> copying(work);
            case AWS -> sdk(config);
            case CLOUDINARY -> library(config);
        };
    }

    private static Way copying(Path work) {
        return new Way() {
            @Override
            public String store(Path file) throws IOException {
                Path copy = work.resolve("copy.mp4");
                Files.copy(file, copy);
                flush(copy);
                return copy.toString();
            }

            @Override
            public void remove(String key) throws IOException {
                Files.delete(Path.of(key));
            }
        };
    }

    private static Way sdk(ReelsConfig config) {
        var settings = Objects.requireNonNull(config.s3());
        AccessKey key = Objects.requireNonNull(settings.accessKey());
        S3Client client = S3Client.builder()
                .endpointOverride(settings.endpoint())
                .forcePathStyle(true)
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.id(), key.secret().text())))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
        return new Way() {
            @Override
            public String store(Path file) {
                String name = StorageKey.make(1, 1, "mp4");
                client.putObject(put -> put.bucket(settings.bucket()).key(name), RequestBody.fromFile(file));
                return name;
            }

            @Override
            public void remove(String name) {
                client.deleteObject(delete -> delete.bucket(settings.bucket()).key(name));
            }
        };
    }

    private static Way library(ReelsConfig config) {
        var settings = Objects.requireNonNull(config.cloudinary());
        Cloudinary cloudinary = new Cloudinary(ObjectUtils.asMap(
                "cloud_name", settings.cloudName(),
                "api_key", settings.apiKey(),
                "api_secret", settings.apiSecret().text(),
                "upload_prefix", settings.uploadPrefix().toString()));
        return new Way() {
            @Override
            public String store(Path file) throws IOException {
                String id = StorageKey.make(1, 1, "mp4").replace(".mp4", "");
                cloudinary
                        .uploader()
                        .uploadLarge(file.toFile(), ObjectUtils.asMap("resource_type", "video", "public_id", id));
                return id;
            }

            @Override
            public void remove(String id) throws IOException {
                cloudinary.uploader().destroy(id, ObjectUtils.asMap("resource_type", "video"));
            }
        };
    }
}
