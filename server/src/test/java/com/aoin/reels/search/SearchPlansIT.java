package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.LargeShop;
import com.aoin.reels.testing.SentStatements;
import com.aoin.reels.testing.TestingDatabase;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What search and its index ask the database for, with a hundred thousand reels: what they are about, by keys. */
class SearchPlansIT {
    private static final int PAGE = 100;

    private static TestingReels reels;

    @BeforeAll
    static void fill() {
        reels = LargeShop.start(large -> Waiting.until(() -> {
            ApiResponse all = large.anonymous().get("/api/reels/search?q=R");
            return all.status() == 200 && all.json().at("/pagination/total").intValue() == LargeShop.REELS;
        }));
    }

    @AfterAll
    static void stop() {
        reels.close();
        TestingDatabase.drop(reels.database());
    }

    @Test
    void aSearchReadsItsPage() throws SQLException {
        SentStatements.assertFrugal(
                reels,
                2 * PAGE,
                () -> {
                    for (String more : List.of("", "&page=50", "&category_id=1005", "&merchant_id=1003")) {
                        assertThat(reels.user(LargeShop.FIRST_USER)
                                        .get("/api/reels/search?q=R&per_page=" + PAGE + more)
                                        .expect(200)
                                        .data()
                                        .size())
                                .isEqualTo(PAGE);
                    }
                },
                "FROM reels r",
                "UNION ALL");
    }

    private static List<String> plan(String where) {
        return SentStatements.plan(reels, SearchTextDao.SELECT.replace("/* search */", "") + where);
    }

    @Test
    void textsOfChangedReelsAreReadByKeys() {
        String ids = IntStream.range(0, 500)
                .mapToObj(i -> Integer.toString(2000 + 37 * i))
                .collect(Collectors.joining(","));
        assertThat(plan("IN (" + ids + ")")).allMatch(step -> step.matches("\\S+ (range|eq_ref) .*"));
    }

    @Test
    void textsToCompareAreARangeOfKeys() {
        assertThat(plan("> 50000 ORDER BY r.reel_id LIMIT 500"))
                .allMatch(step -> step.matches("\\S+ (range|eq_ref) PRIMARY .*"))
                .hasSize(3);
    }
}
