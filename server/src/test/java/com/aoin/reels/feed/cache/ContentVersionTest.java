package com.aoin.reels.feed.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.Waiting;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
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
    void ofTwoChangesAtOnceTheLaterOneIsKnown() throws InterruptedException {
        AtomicBoolean shown = new AtomicBoolean(true);
        Raced raced = new Raced(shown);
        ContentVersion contested = new ContentVersion(raced);
        raced.later = new Thread(() -> contested.changed(new int[] {1}));
        contested.changed(new int[] {1});
        raced.later.join();
        long hidden = contested.current();
        shown.set(true);
        contested.changed(new int[] {1});
        assertThat(contested.current()).as("it is back").isNotEqualTo(hidden);
    }

    /** Hides the reel while the first one who looks has seen it shown, and lets the second one go as far as it gets. */
    private static final class Raced implements IntPredicate {
        private final AtomicBoolean shown;
        private Thread later;

        Raced(AtomicBoolean shown) {
            this.shown = shown;
        }

        @Override
        public boolean test(int reel) {
            boolean seen = shown.get();
            if (later.getState() == Thread.State.NEW) {
                shown.set(false);
                later.start();
                Waiting.until(() -> later.getState() == Thread.State.TERMINATED
                        || later.getState() == Thread.State.WAITING
                        || later.getState() == Thread.State.BLOCKED);
            }
            return seen;
        }
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
