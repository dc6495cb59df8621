package com.aoin.reels.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3LinksTest {
    private static final String BASE = "https://videos.s3.eu-central-1.amazonaws.com/";
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final Pattern DATE = Pattern.compile("X-Amz-Date=(\\d{8}T\\d{6}Z)");
    private static final StaticCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAREELS", "a secret"));

    private final Instant start = Instant.parse("2026-03-01T10:00:00Z");
    private Instant now = start;
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final S3Links links = links(KEYS);

    private S3Links links(AwsCredentialsProvider credentials) {
        return new S3Links(BASE, "eu-central-1", credentials, LIFETIME, clock);
    }

    /** What hands out temporary credentials, and may be away. */
    private static final class Issuer implements AwsCredentialsProvider {
        private String keyId = "AKIAFIRST";
        private boolean away;
        private int asked;

        @Override
        public AwsCredentials resolveCredentials() {
            asked++;
            if (away) {
                throw SdkClientException.create("Unable to load credentials");
            }
            return AwsSessionCredentials.create(keyId, "a secret", "a token");
        }
    }

    @Test
    void aLinkIsTheOneThatTheLibraryWouldSign() {
        String key = StorageKey.make(1, 2, "mp4");
        String url = links.url(key);
        try (S3Presigner presigner = S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(KEYS)
                .build()) {
            URI theirs = URI.create(presigner
                    .presignGetObject(sign -> sign.signatureDuration(LIFETIME)
                            .getObjectRequest(get -> get.bucket("videos").key(key)))
                    .url()
                    .toString());
            assertThat(names(url)).isEqualTo(names(theirs.toString()));
            assertThat(url).startsWith(BASE + key + "?").contains("X-Amz-Expires=86400");
        }
    }

    private static Set<String> names(String url) {
        Set<String> names = new HashSet<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            names.add(pair.replaceAll("=.*", ""));
        }
        names.remove("x-id");
        return names;
    }

    @Test
    void aLinkWorksForHalfItsLifetimeAtLeastAndChangesAsRarely() {
        String key = StorageKey.make(1, 2, "mp4");
        Set<String> seen = new HashSet<>();
        for (int minute = 0; minute < 48 * 60; minute += 7) {
            now = start.plus(Duration.ofMinutes(minute));
            String url = links.url(key);
            seen.add(url);
            Instant ends = signed(url).plus(LIFETIME);
            assertThat(Duration.between(now, ends))
                    .isBetween(LIFETIME.dividedBy(2).minusSeconds(1), LIFETIME);
            assertThat(signed(url)).isBeforeOrEqualTo(now);
        }
        assertThat(seen).hasSizeBetween(4, 5);
    }

    @Test
    void linksDoNotAllChangeAtOnce() {
        Set<Instant> moments = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            moments.add(signed(links.url(StorageKey.make(1, 2, "mp4"))));
        }
        assertThat(moments).hasSizeGreaterThan(40);
    }

    @Test
    void linksGoOnWithTheLastCredentialsWhileNoneCanBeHad() {
        Issuer issuer = new Issuer();
        S3Links temporary = links(issuer);
        String key = StorageKey.make(1, 2, "mp4");
        String before = temporary.url(key);
        issuer.away = true;
        temporary.renew();
        assertThat(temporary.url(key)).isEqualTo(before);
        now = start.plus(LIFETIME);
        assertThat(signed(temporary.url(key))).isAfter(signed(before));
        assertThat(temporary.url(StorageKey.make(1, 2, "jpg"))).contains("X-Amz-Credential=AKIAFIRST");
        issuer.away = false;
        issuer.keyId = "AKIASECOND";
        temporary.renew();
        assertThat(temporary.url(key)).contains("X-Amz-Credential=AKIASECOND");
    }

    @Test
    void whoWantsALinkNeverAsksForCredentials() {
        Issuer issuer = new Issuer();
        S3Links temporary = links(issuer);
        issuer.away = true;
        for (int i = 0; i < 40; i++) {
            temporary.url(StorageKey.make(1, 2, "mp4"));
        }
        assertThat(issuer.asked).isEqualTo(1);
    }

    @Test
    void withoutAnyCredentialsLinksAreNotSigned() {
        Issuer issuer = new Issuer();
        issuer.away = true;
        S3Links temporary = links(issuer);
        String key = StorageKey.make(1, 2, "mp4");
        assertThat(temporary.url(key)).isEqualTo(BASE + key);
        issuer.away = false;
        temporary.renew();
        assertThat(temporary.url(key)).startsWith(BASE + key + "?").contains("X-Amz-Signature=");
    }

    private static Instant signed(String url) {
        Matcher date = DATE.matcher(url);
        assertThat(date.find()).isTrue();
        return Instant.parse(date.group(1).replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
    }
}
