package com.aoin.reels.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(30).toNanos());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RateLimits limits = new RateLimits(null, nanos::get, registry);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private RateLimits.Admission admit(int user) {
        return limits.admit(Limit.UPLOAD, user);
    }

    private ApiException refusal(int user) {
        try {
            admit(user);
        } catch (ApiException e) {
            return e;
        }
        throw new AssertionError("admitted");
    }

    @Test
    void tenAttemptsAnHourOpenedByTheFirst() {
        for (int attempt = 1; attempt <= 10; attempt++) {
            RateLimits.Admission admission = admit(1);
            assertThat(admission.remaining()).isEqualTo(10 - attempt);
            assertThat(admission.resetSeconds()).isEqualTo(3600 - 60L * (attempt - 1));
            pass(Duration.ofMinutes(1));
        }
        ApiException refusal = refusal(1);
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMIT_ERROR);
        assertThat(refusal.headers())
                .containsEntry("RateLimit-Limit", "10")
                .containsEntry("RateLimit-Remaining", "0")
                .containsEntry("RateLimit-Reset", "3000")
                .containsEntry("Retry-After", "3000");
    }

    @Test
    void theNextHourIsOpenedByTheNextAttempt() {
        for (int attempt = 1; attempt <= 12; attempt++) {
            try {
                admit(1);
            } catch (ApiException e) {
                assertThat(attempt).isGreaterThan(10);
            }
        }
        pass(Duration.ofHours(1).minusNanos(1));
        assertThat(refusal(1).headers()).containsEntry("Retry-After", "1");
        pass(Duration.ofNanos(1));
        assertThat(admit(1).remaining()).isEqualTo(9);
        pass(Duration.ofMinutes(10));
        assertThat(admit(1).resetSeconds()).isEqualTo(3000);
    }

    @Test
    void anAttemptGivenBackWasNone() {
        RateLimits.Admission first = admit(1);
        pass(Duration.ofMinutes(10));
        first.giveBack();
        assertThat(admit(1).resetSeconds()).isEqualTo(3600);
        for (int attempt = 2; attempt <= 9; attempt++) {
            admit(1);
        }
        RateLimits.Admission last = admit(1);
        refusal(1);
        last.giveBack();
        assertThat(admit(1).remaining()).isZero();
        refusal(1);
    }

    @Test
    void refusalsAreCounted() {
        for (int attempt = 1; attempt <= 13; attempt++) {
            try {
                admit(1);
            } catch (ApiException e) {
                assertThat(attempt).isGreaterThan(10);
            }
        }
        assertThat(registry.get("reels.ratelimit.refusals")
                        .tag("limit", "reel_upload")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void eachLimitCountsForItself() {
        for (int attempt = 1; attempt <= 5; attempt++) {
            limits.admit(Limit.BATCH_DELETE, 1);
        }
        assertThatThrownBy(() -> limits.admit(Limit.BATCH_DELETE, 1)).isInstanceOf(ApiException.class);
        assertThat(admit(1).remaining()).isEqualTo(9);
    }

    @Test
    void usersDoNotShare() {
        for (int attempt = 1; attempt <= 10; attempt++) {
            admit(1);
        }
        assertThatThrownBy(() -> admit(1)).isInstanceOf(ApiException.class);
        assertThat(admit(2).remaining()).isEqualTo(9);
    }

    @Test
    void attemptsAtOnceAreAllCounted() throws InterruptedException {
        AtomicInteger admitted = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[40];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                try {
                    start.await();
                    admit(1);
                    admitted.incrementAndGet();
                } catch (ApiException | InterruptedException e) {
                    // One too many.
                }
            });
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(admitted).hasValue(10);
    }
}
