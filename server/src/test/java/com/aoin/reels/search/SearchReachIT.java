package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first 10,000 of more results can be paged through. */
class SearchReachIT {
    private static final int FOUND = 10_050;

    private static TestingReels reels;

    @BeforeAll
    static void start() {
        reels = TestingReels.start();
        TestShop.in(reels);
        reels.sql("CREATE TABLE digits (d INT)");
        reels.sql("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        reels.sql("""
                INSERT INTO reels (merchant_id, product_id, video_url, video_public_id, description, duration_seconds,
                  file_size_bytes, video_format, resolution, created_at, updated_at)
                SELECT 1, 11, 'v', 'v', 'Umbrella', 30, 1000, 'mp4', '720x1280',
                       '2026-01-01' + INTERVAL a.d * 10000 + b.d * 1000 + c.d * 100 + d.d * 10 + e.d MINUTE, '2026-01-01'
                FROM digits a, digits b, digits c, digits d, digits e
                WHERE a.d = 0 OR (a.d = 1 AND b.d = 0 AND c.d = 0 AND d.d < 5)
                """);
        Waiting.until(() -> {
            ApiResponse page = reels.anonymous().get("/api/reels/search?q=umbrella");
            return page.status() == 200 && number(page, "total") == FOUND;
        });
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static ApiResponse page(int page, int perPage) {
        return reels.anonymous()
                .get("/api/reels/search?q=umbrella&fields=reel_id&page=" + page + "&per_page=" + perPage)
                .expect(200);
    }

    private static int number(ApiResponse page, String name) {
        return page.json().get("pagination").get(name).intValue();
    }

    private static List<Integer> ids(ApiResponse page) {
        return page.data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "  333,  30,  30, 334, true",
        "  334,  30,  10, 334, false",
        "  335,  30,   0, 334, false",
        "  100, 100, 100, 100, false",
        "  101, 100,   0, 100, false",
        "10000,   1,   1, 10000, false",
        "10001,   1,   0, 10000, false",
        "2147483647, 100, 0, 100, false",
    })
    void theLastPageEndsWithTheTenThousandth(int page, int perPage, int size, int pages, boolean more) {
        ApiResponse answer = page(page, perPage);
        assertThat(ids(answer)).hasSize(size).doesNotHaveDuplicates();
        assertThat(number(answer, "total")).isEqualTo(FOUND);
        assertThat(number(answer, "pages")).isEqualTo(pages);
        assertThat(answer.json().get("pagination").get("has_next").booleanValue())
                .isEqualTo(more);
    }

    @Test
    void pagesOfAnySizeAreCutFromOneList() {
        assertThat(ids(page(334, 30))).isEqualTo(ids(page(100, 100)).subList(90, 100));
        assertThat(ids(page(333, 30)).getLast()).isEqualTo(ids(page(9990, 1)).getFirst());
    }

    @Test
    void whatDisappearsAtTheEndIsReplaced() {
        int last = ids(page(10_000, 1)).getFirst();
        reels.sql("UPDATE reels SET is_active = FALSE WHERE reel_id = ?", last);
        assertThat(ids(page(334, 30))).doesNotContain(last);
        Waiting.until(() -> number(page(1, 1), "total") == FOUND - 1);
        assertThat(ids(page(334, 30))).hasSize(10).doesNotContain(last);
        reels.sql("UPDATE reels SET is_active = TRUE WHERE reel_id = ?", last);
        Waiting.until(() -> number(page(1, 1), "total") == FOUND);
    }
}
