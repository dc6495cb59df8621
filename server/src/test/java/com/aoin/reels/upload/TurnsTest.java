package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.testing.Concurrently;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void oneMerchantsWorksFollowEachOther() throws Exception {
        Turns turns = new Turns(LONG);
        AtomicInteger atOnce = new AtomicInteger();
        var most = Concurrently.run(
                8,
                () -> turns.take(7, () -> {
                    int now = atOnce.incrementAndGet();
                    atOnce.decrementAndGet();
                    return now;
                }));
        assertThat(most).containsOnly(1);
        assertThat(turns.merchants()).isZero();
    }

    @Test
    void othersNeedNotWait() throws Exception {
        Turns turns = new Turns(LONG);
        String other = turns.take(7, () -> turns.take(8, () -> "done meanwhile"));
        assertThat(other).isEqualTo("done meanwhile");
        assertThat(turns.merchants()).isZero();
    }

    @Test
    void aFailureEndsItsTurn() throws Exception {
        Turns turns = new Turns(LONG);
        assertThatThrownBy(() -> turns.take(7, () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(turns.<String>take(7, () -> "next")).isEqualTo("next");
    }

    @Test
    void whoWaitsTooLongIsAskedToComeBack() throws Exception {
        Turns turns = new Turns(Duration.ZERO);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> first = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                turns.take(7, () -> {
                    working.countDown();
                    end.await();
                    return 1;
                });
                first.complete(null);
            } catch (InterruptedException e) {
                first.completeExceptionally(e);
            }
        });
        working.await();
        assertThatThrownBy(() -> turns.take(7, () -> 2))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("still being processed");
        end.countDown();
        first.join();
        assertThat(turns.merchants()).isZero();
    }
}
