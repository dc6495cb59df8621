package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.testing.Concurrently;
import com.aoin.reels.testing.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reads that are asked for at once are made together, and each caller gets what is theirs. */
class GroupedReadsTest {
    private final ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();

    private Map<Integer, String> read(List<Integer> keys) {
        groups.add(keys);
        if (keys.contains(-13)) {
            throw new IllegalStateException("unlucky");
        }
        Map<Integer, String> found = new HashMap<>();
        keys.stream().filter(key -> key < 1000).forEach(key -> found.put(key, "no. " + key));
        return found;
    }

    @Test
    void oneAlone() {
        GroupedReads<Integer, String> reads = new GroupedReads<>(this::read);
        assertThat(reads.get(7)).isEqualTo("no. 7");
        assertThat(reads.get(1000)).isNull();
        assertThat(groups).containsExactly(List.of(7), List.of(1000));
    }

    @Test
    void aFailureIsTold() {
        GroupedReads<Integer, String> reads = new GroupedReads<>(this::read);
        assertThatThrownBy(() -> reads.get(-13))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("unlucky");
        assertThat(reads.get(14)).isEqualTo("no. 14");
    }

    @Test
    void whoComesWhileOthersAreReadIsReadTogether() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GroupedReads<Integer, String> reads = new GroupedReads<>(keys -> {
            Map<Integer, String> found = read(keys);
            await(gate);
            return found;
        });
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            int key = i;
            callers.add(Thread.ofPlatform().start(() -> answers.add(reads.get(key))));
            if (i <= 2) {
                // Keeps both readers busy.
                Waiting.until(() -> groups.size() == key);
            }
        }
        Waiting.until(() -> callers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        gate.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 50).mapToObj(i -> "no. " + i).toList());
        // Two readers take what has gathered in one or two groups.
        assertThat(groups.size()).isBetween(3, 4);
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyoneGetsTheirOwn() throws Exception {
        GroupedReads<Integer, String> reads = new GroupedReads<>(this::read);
        Concurrently.run(200, () -> {
            for (int i = 0; i < 200; i++) {
                int key = 20 + ThreadLocalRandom.current().nextInt(500);
                assertThat(reads.get(key)).isEqualTo("no. " + key);
            }
            return null;
        });
        assertThat(groups.size()).isLessThanOrEqualTo(200 * 200);
    }
}
