package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing to the index and taking the best out of it. */
class SearchIndexTest {
    @TempDir
    private Path folder;

    private SearchIndex index;

    @BeforeEach
    void open() throws IOException {
        index = SearchIndex.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    /** Weights by id, 1 where none is given; the id is the age. */
    private record Weights(Map<Integer, Float> of) implements Shelf {
        @Override
        public void weigh(int[] reelIds, int count, float[] weights, long[] createdAt) {
            for (int i = 0; i < count; i++) {
                weights[i] = of.getOrDefault(reelIds[i], 1f);
                createdAt[i] = reelIds[i];
            }
        }
    }

    private void write(int reelId, String description, String product) throws IOException {
        index.write(new SearchText(reelId, description, product, "Shop"));
    }

    private Found search(String text, Map<Integer, Float> weights, int limit) throws IOException {
        index.show();
        return index.search(SearchQuery.of(text), new Weights(weights), limit);
    }

    @Test
    void aReelIsReplacedAndRemoved() throws IOException {
        write(1, "old", "Thing");
        write(1, "new", "Thing");
        assertThat(search("old", Map.of(), 10)).isEqualTo(new Found(List.of(), 0));
        assertThat(search("new", Map.of(), 10)).isEqualTo(new Found(List.of(1), 1));
        index.remove(1);
        assertThat(search("new", Map.of(), 10).total()).isZero();
        assertThat(index.fingerprints(1, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void onlyTheBestAreTakenButAllAreCounted() throws IOException {
        for (int id = 1; id <= 2000; id++) {
            write(id, "same words", "Thing");
        }
        Found found = search("words", Map.of(700, 1.2f, 300, 1.1f, 2000, 0f, 1999, 0f), 4);
        assertThat(found).isEqualTo(new Found(List.of(700, 300, 1998, 1997), 1998));
    }

    @Test
    void aBetterReelWinsAmongEqualMatchesOnly() throws IOException {
        write(1, "plain", "Lamp");
        write(2, "plain", "Lamp");
        write(3, "goes with a lamp", "Shade");
        assertThat(search("lamp", Map.of(1, 1.3f, 3, 1.3f), 10).reelIds()).containsExactly(1, 2, 3);
    }

    @Test
    void fingerprintsTellWhichTextsDiffer() throws IOException {
        write(1, "a", "Thing");
        write(2, "b", "Thing");
        write(9, "b", "Thing");
        index.show();
        Map<Integer, Long> known = index.fingerprints(1, 5);
        assertThat(known).containsOnlyKeys(1, 2);
        assertThat(known.get(1)).isEqualTo(new SearchText(1, "a", "Thing", "Shop").fingerprint());
        assertThat(known.get(1)).isNotEqualTo(known.get(2));
        assertThat(new SearchText(1, "x", "y", "").fingerprint())
                .isNotEqualTo(new SearchText(1, "x", "", "y").fingerprint());
    }
}
