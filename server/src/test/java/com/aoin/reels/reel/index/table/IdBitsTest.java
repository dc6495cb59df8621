package com.aoin.reels.reel.index.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdBitsTest {
    private final IdBits bits = new IdBits();

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 8191, 8192, 1_000_000, Integer.MAX_VALUE})
    void anIdIsThereFromItsAddingToItsRemoval(int id) {
        assertThat(bits.has(id)).isFalse();
        bits.add(id);
        assertThat(bits.has(id)).isTrue();
        assertThat(bits.has(id - 1)).isFalse();
        bits.remove(id);
        assertThat(bits.has(id)).isFalse();
        bits.remove(id);
        assertThat(bits.has(id)).isFalse();
    }

    @Test
    void itIsASet() {
        Random random = new Random(11);
        Set<Integer> expected = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            int id = 1 + random.nextInt(20_000);
            if (random.nextBoolean()) {
                bits.add(id);
                expected.add(id);
            } else {
                bits.remove(id);
                expected.remove(id);
            }
        }
        for (int id = 1; id <= 40_000; id++) {
            assertThat(bits.has(id)).isEqualTo(expected.contains(id));
        }
    }
}
