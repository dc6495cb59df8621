package com.aoin.reels.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.config.ReelsConfig.Secret;
import com.aoin.reels.config.ReelsConfig.StorageProvider;
import com.aoin.reels.config.S3Settings.AccessKey;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageSettingsTest {
    private static final Map<String, String> S3 = Map.of(
            "AWS_S3_BUCKET", "shop-videos",
            "AWS_REGION", "eu-central-1");
    private static final Map<String, String> CLOUDINARY = Map.of(
            "CLOUDINARY_CLOUD_NAME", "shop",
            "CLOUDINARY_API_KEY", "1234",
            "CLOUDINARY_API_SECRET", "hunter2");

    private static ReelsConfig read(Map<String, String> base, String... namesAndValues) {
        Map<String, String> environment = new HashMap<>(base);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ReelsConfig.read(environment, false);
    }

    @Test
    void aBucketOfAmazonNeedsLittle() {
        ReelsConfig config = read(S3, "VIDEO_STORAGE_PROVIDER", "aws");
        assertThat(config.storageProvider()).isEqualTo(StorageProvider.AWS);
        assertThat(config.s3())
                .isEqualTo(new S3Settings("shop-videos", "eu-central-1", null, null, Duration.ofDays(1), null));
    }

    @Test
    void aBucketElsewhereNeedsNoRegion() {
        ReelsConfig config = read(
                Map.of("AWS_S3_BUCKET", "shop-videos"),
                "AWS_ENDPOINT_URL_S3",
                "http://minio:9000/",
                "AWS_ACCESS_KEY_ID",
                "AKIA",
                "AWS_SECRET_ACCESS_KEY",
                "hunter2",
                "AWS_SESSION_TOKEN",
                "token",
                "REELS_S3_PUBLIC_URL",
                "https://cdn.shop.example/v/",
                "REELS_S3_LINK_SECONDS",
                "600");
        assertThat(config.storageProvider()).isEqualTo(StorageProvider.LOCAL);
        assertThat(config.s3())
                .isEqualTo(new S3Settings(
                        "shop-videos",
                        "us-east-1",
                        URI.create("http://minio:9000"),
                        URI.create("https://cdn.shop.example/v"),
                        Duration.ofMinutes(10),
                        new AccessKey("AKIA", new Secret("hunter2"), new Secret("token"))));
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void cloudinaryHasItsUsualAddresses() {
        ReelsConfig config = read(CLOUDINARY, "VIDEO_STORAGE_PROVIDER", "cloudinary");
        assertThat(config.cloudinary())
                .isEqualTo(new CloudinarySettings(
                        "shop",
                        "1234",
                        new Secret("hunter2"),
                        URI.create("https://api.cloudinary.com"),
                        URI.create("https://res.cloudinary.com/shop")));
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void severalCanBeSetUpAtATime() {
        Map<String, String> both = new HashMap<>(S3);
        both.putAll(CLOUDINARY);
        assertThat(read(both).s3()).isNotNull();
        assertThat(read(both).cloudinary()).isNotNull();
    }

    @Test
    void theDemoKeepsEverythingItself() {
        Map<String, String> both = new HashMap<>(S3);
        both.put("VIDEO_STORAGE_PROVIDER", "aws");
        ReelsConfig config = ReelsConfig.read(both, true);
        assertThat(config.storageProvider()).isEqualTo(StorageProvider.LOCAL);
        assertThat(config.s3()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS_S3_BUCKET         | VIDEO_STORAGE_PROVIDER=aws
            AWS_REGION            | VIDEO_STORAGE_PROVIDER=aws AWS_S3_BUCKET=videos
            AWS_SECRET_ACCESS_KEY | AWS_S3_BUCKET=videos AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=AKIA
            AWS_ACCESS_KEY_ID     | AWS_S3_BUCKET=videos AWS_REGION=eu-west-1 AWS_SECRET_ACCESS_KEY=hunter2
            CLOUDINARY_CLOUD_NAME | VIDEO_STORAGE_PROVIDER=cloudinary
            CLOUDINARY_API_KEY    | CLOUDINARY_CLOUD_NAME=shop CLOUDINARY_API_SECRET=hunter2
            CLOUDINARY_API_SECRET | CLOUDINARY_CLOUD_NAME=shop CLOUDINARY_API_KEY=1234
            """)
    void whatIsMissingIsNamedWithWhatItTakes(String missing, String settings) {
        Map<String, String> environment = new HashMap<>();
        for (String setting : settings.split(" ", -1)) {
            environment.put(setting.replaceAll("=.*", ""), setting.replaceAll(".*=", ""));
        }
        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(missing + " is not set, but takes ")
                .hasLineCount(1)
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS_S3_BUCKET               | My_Bucket             | the name of a bucket
            AWS_REGION                  | Frankfurt             | the region of the bucket
            AWS_ENDPOINT_URL_S3         | minio:9000            | an http:// or https:// URL
            AWS_ENDPOINT_URL_S3         | http://minio/?x=1     | an http:// or https:// URL without a query
            REELS_S3_PUBLIC_URL         | cdn.shop.example      | an http:// or https:// URL
            REELS_S3_LINK_SECONDS       | 59                    | a whole number from 60 to 604800
            REELS_S3_LINK_SECONDS       | 604801                | a whole number from 60 to 604800
            CLOUDINARY_CLOUD_NAME       | my shop               | the name of a product environment
            CLOUDINARY_UPLOAD_PREFIX    | api.cloudinary.com    | an http:// or https:// URL
            REELS_CLOUDINARY_PUBLIC_URL | media.shop.example    | an http:// or https:// URL
            """)
    void aWrongValueIsNamedWithWhatItTakes(String name, String held, String takes) {
        Map<String, String> both = new HashMap<>(S3);
        both.putAll(CLOUDINARY);
        assertThatThrownBy(() -> read(both, name, held))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith(name + " is \"" + held + "\", but takes " + takes);
    }
}
