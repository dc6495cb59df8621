package com.aoin.reels.feed.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ContentVersionTest {
    private final Set<Integer> visible = new HashSet<>(Set.of(1, 2));
    private final ContentVersion version = new ContentVersion(visible::contains);

    private boolean changes(int... reels) {
        long before = version.current();
        version.changed(reels);
        return version.current() != before;
    }

    @Test
    void changesWhenAReelAppearsOrDisappears() {
        assertThat(changes(1)).as("nothing is known of it yet").isTrue();
        assertThat(changes(1)).as("a price").isFalse();
        visible.remove(1);
        assertThat(changes(1)).as("sold out").isTrue();
        assertThat(changes(1)).as("still sold out").isFalse();
        visible.add(1);
        assertThat(changes(1)).as("back").isTrue();
        visible.add(3);
        assertThat(changes(1, 3)).as("a new one").isTrue();
    }

    @Test
    void tellsFollowersAfterIt() {
        AtomicInteger told = new AtomicInteger();
        version.follow(told::incrementAndGet);
        version.changed(new int[] {1});
        version.changed(new int[] {1});
        assertThat(told).hasValue(1);
    }
}
