package com.aoin.reels.storage;

import com.aoin.reels.config.ConfigException;
import com.aoin.reels.config.S3Settings;
import com.aoin.reels.config.S3Settings.AccessKey;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Connects to a bucket. */
final class S3Bucket {
    private static final int MOST_CONNECTIONS = 64;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private S3Bucket() {}

    static S3Client connect(S3Settings settings, AwsCredentialsProvider credentials, Limits limits) {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials)
                .region(Region.of(settings.region()))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(MOST_CONNECTIONS)
                        .connectionTimeout(limits.connect())
                        .connectionAcquisitionTimeout(limits.idle())
                        .socketTimeout(limits.idle()))
                .overrideConfiguration(override -> override.apiCallAttemptTimeout(limits.transfer())
                        .apiCallTimeout(limits.transferInAll())
                        .retryStrategy(retries(limits)));
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            // Servers that speak the protocol need not know each bucket's host name, nor checksums of recent years.
            builder.endpointOverride(endpoint)
                    .forcePathStyle(true)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        return builder.build();
    }

    /** The limits of a call that moves no file. */
    static Consumer<AwsRequestOverrideConfiguration.Builder> small(Limits limits) {
        return override -> override.apiCallAttemptTimeout(limits.call()).apiCallTimeout(limits.callInAll());
    }

    private static StandardRetryStrategy retries(Limits limits) {
        BackoffStrategy backoff = BackoffStrategy.exponentialDelay(limits.firstWait(), LONGEST_WAIT);
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(limits.attempts())
                .backoffStrategy(backoff)
                .throttlingBackoffStrategy(backoff)
                .build();
    }

    /**
     * The keys that are set, or what the SDK finds in its usual places.
     *
     * @throws ConfigException when there are none
     */
    static AwsCredentialsProvider credentials(S3Settings settings) {
        AccessKey key = settings.accessKey();
        if (key == null) {
            return found();
        }
        String secret = key.secret().text();
        return StaticCredentialsProvider.create(
                key.sessionToken() == null
                        ? AwsBasicCredentials.create(key.id(), secret)
                        : AwsSessionCredentials.create(
                                key.id(), secret, key.sessionToken().text()));
    }

    private static AwsCredentialsProvider found() {
        DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        try {
            credentials.resolveCredentials();
            return credentials;
        } catch (SdkClientException e) {
            credentials.close();
            throw ConfigException.missing(
                    "AWS_ACCESS_KEY_ID",
                    "the id of an access key (or credentials in another place where AWS tools look)",
                    "videos are kept in S3");
        }
    }
}
