package com.aoin.reels.storage;

import com.aoin.reels.config.CloudinarySettings;
import com.cloudinary.Cloudinary;
import com.cloudinary.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Videos and thumbnails at Cloudinary, as assets whose public id is the key without its extension. Its library signs
 * what is sent; we send it ourselves, since the library would hold each chunk in memory and knows no time limit.
 */
final class CloudinaryStorage implements VideoStorage {
    static final String PROVIDER = "cloudinary";
    private static final Logger LOG = LoggerFactory.getLogger(CloudinaryStorage.class);
    /** What its own libraries send at a time. All but the last must have 5 MB or more. */
    static final int CHUNK = 20_000_000;

    /** A whole video comes back in one answer. */
    private static final Duration FETCH = Duration.ofMinutes(10);

    private final Cloudinary cloudinary;
    private final CloudinarySettings settings;
    private final CloudinaryApi api;
    private final Limits limits;
    private final int chunkSize;

    private CloudinaryStorage(CloudinarySettings settings, Limits limits, int chunkSize) {
        this.settings = settings;
        this.limits = limits;
        this.chunkSize = chunkSize;
        this.cloudinary = new Cloudinary(new Configuration.Builder()
                .setCloudName(settings.cloudName())
                .setApiKey(settings.apiKey())
                .setApiSecret(settings.apiSecret().text())
                .setUploadPrefix(settings.uploadPrefix().toString())
                .setLoadStrategies(false)
                .build());
        this.api = new CloudinaryApi(cloudinary.getUserAgent(), limits);
    }

    static CloudinaryStorage open(CloudinarySettings settings) {
        return open(settings, Limits.DEFAULT, CHUNK);
    }

    static CloudinaryStorage open(CloudinarySettings settings, Limits limits, int chunkSize) {
        return new CloudinaryStorage(settings, limits, chunkSize);
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public void store(Path file, String key) {
        call("store " + key, () -> {
            List<FileSlice> chunks = FileSlice.of(file, chunkSize);
            String upload = UUID.randomUUID().toString();
            long size = chunks.getLast().last() + 1;
            for (FileSlice chunk : chunks) {
                JsonNode answer =
                        api.json(() -> upload(chunk, key, chunks.size() == 1 ? null : upload, size), limits.transfer());
                if (chunk.last() + 1 == size) {
                    requireWhole(answer, key, size);
                }
            }
            return key;
        });
    }

    private HttpUriRequestBase upload(FileSlice chunk, String key, @Nullable String uploadId, long size) {
        HttpUriRequestBase request = post("upload", key, new HashMap<>(), new FilePart(chunk));
        if (uploadId != null) {
            request.addHeader("X-Unique-Upload-Id", uploadId);
            request.addHeader("Content-Range", "bytes " + chunk.first() + "-" + chunk.last() + "/" + size);
        }
        return request;
    }

    private static void requireWhole(JsonNode answer, String key, long size) throws IOException {
        if (!answer.path("public_id").asString("").equals(publicId(key))
                || answer.path("bytes").asLong(-1) != size) {
            throw new IOException("Cloudinary did not confirm all of it");
        }
    }

    /** A signed call of the upload API on the asset of a key. */
    private HttpUriRequestBase post(String action, String key, Map<String, Object> params, @Nullable FilePart file) {
        params.put("public_id", publicId(key));
        params.put("timestamp", Long.toString(Instant.now().getEpochSecond()));
        cloudinary.signRequest(params, Map.of());
        MultipartEntityBuilder form = MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.STRICT)
                .setCharset(StandardCharsets.UTF_8);
        params.forEach((name, value) -> form.addTextBody(name, value.toString(), ContentType.TEXT_PLAIN));
        if (file != null) {
            form.addPart("file", file);
        }
        HttpPost request = new HttpPost(cloudinary.cloudinaryApiUrl(action, Map.of("resource_type", type(key))));
        request.setEntity(form.build());
        return request;
    }

    @Override
    public Path fetch(String key, Path target) {
        return call("fetch " + key, () -> {
            api.download(() -> new HttpGet(downloadUrl(key)), target, FETCH);
            return target;
        });
    }

    /** The API rather than the delivery network, which counts what it delivers and may still be making a copy. */
    private String downloadUrl(String key) {
        try {
            return cloudinary.privateDownload(
                    publicId(key),
                    StorageKey.extension(key),
                    new HashMap<>(Map.of("resource_type", type(key), "type", "upload")));
        } catch (Exception e) {
            throw new IllegalStateException("The library cannot sign a download", e);
        }
    }

    @Override
    public void delete(String key) {
        call("delete " + key, () -> {
            JsonNode answer = api.json(
                    () -> post("destroy", key, new HashMap<>(Map.of("invalidate", "true")), null), limits.call());
            String result = answer.path("result").asString("");
            if (!result.equals("ok") && !result.equals("not found")) {
                throw new IOException("Cloudinary answered " + answer);
            }
            return key;
        });
    }

    @Override
    public String canonicalUrl(String key) {
        return url(key);
    }

    /** With the version that Cloudinary's libraries put where ids have folders. */
    @Override
    public String url(String key) {
        return settings.publicUrl() + "/" + type(key) + "/upload/v1/" + key;
    }

    private static String type(String key) {
        return StorageKey.extension(key).equals("jpg") ? "image" : "video";
    }

    private static String publicId(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    @Override
    public boolean isReachable() {
        try {
            return api.json(this::ping, limits.call())
                    .path("status")
                    .asString("")
                    .equals("ok");
        } catch (IOException e) {
            LOG.warn("Cloudinary cannot be used: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpUriRequestBase ping() {
        HttpGet request = new HttpGet(URI.create(settings.uploadPrefix() + "/v1_1/" + settings.cloudName() + "/ping"));
        String login = settings.apiKey() + ":" + settings.apiSecret().text();
        request.addHeader(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return request;
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    private static <T> T call(String what, Call<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new StorageException("Cannot " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("Interrupted: cannot " + what, e);
        }
    }

    @Override
    public void close() {
        api.close();
    }

    /** The part of a form that is a slice of a file. */
    private static final class FilePart extends AbstractContentBody {
        private final FileSlice slice;

        FilePart(FileSlice slice) {
            super(ContentType.APPLICATION_OCTET_STREAM);
            this.slice = slice;
        }

        @Override
        public String getFilename() {
            return "file";
        }

        @Override
        public long getContentLength() {
            return slice.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = slice.open()) {
                in.transferTo(out);
            }
        }
    }
}
