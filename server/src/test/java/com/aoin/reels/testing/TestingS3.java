package com.aoin.reels.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server in this process, which checks signatures and keeps its objects in a temporary folder. */
public final class TestingS3 implements AutoCloseable {
    public static final String BUCKET = "videos";
    private static final String ID = "AKIAREELS";
    private static final String SECRET = "a secret access key for tests";

    private final S3Proxy server;
    private final S3Client client;

    private TestingS3(S3Proxy server, S3Client client) {
        this.server = server;
        this.client = client;
    }

    public static TestingS3 start() {
        return start(0);
    }

    static TestingS3 start(int port) {
        ((Logger) LoggerFactory.getLogger("org.gaul")).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("org.eclipse.jetty")).setLevel(Level.WARN);
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "it-s3").toAbsolutePath()), "s3-");
            Properties properties = new Properties();
            properties.setProperty("jclouds.filesystem.basedir", folder.toString());
            BlobStore store = BlobStores.create("filesystem", properties);
            S3Proxy server = S3Proxy.builder()
                    .blobStore(store)
                    .awsAuthentication(AuthenticationType.AWS_V4, ID, SECRET)
                    .endpoint(URI.create("http://127.0.0.1:" + port))
                    .stopTimeout(0)
                    .build();
            server.start();
            S3Client client = S3Client.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
                    .forcePathStyle(true)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
                    .build();
            client.createBucket(bucket -> bucket.bucket(BUCKET));
            return new TestingS3(server, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server did not start", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Settings for this server, reached by a port of this machine. */
    public static Map<String, String> settings(int port) {
        return Map.of(
                "AWS_S3_BUCKET", BUCKET,
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port,
                "AWS_ACCESS_KEY_ID", ID,
                "AWS_SECRET_ACCESS_KEY", SECRET);
    }

    public List<String> keys() {
        return client.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    public HeadObjectResponse head(String key) {
        return client.headObject(head -> head.bucket(BUCKET).key(key));
    }

    public byte[] bytes(String key) {
        return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
    }

    /** Keys of uploads in parts that were begun and neither finished nor aborted. */
    public List<String> unfinished() {
        return client.listMultipartUploads(list -> list.bucket(BUCKET)).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    /** Begins an upload in parts, as one who dies before it is finished. */
    public void begin(String key) {
        client.createMultipartUpload(upload -> upload.bucket(BUCKET).key(key));
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server did not stop", e);
        }
    }
}
