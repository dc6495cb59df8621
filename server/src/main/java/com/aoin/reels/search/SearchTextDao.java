package com.aoin.reels.search;

import com.aoin.reels.db.Database;
import java.util.List;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads the words of reels that are not deleted, whether or not they are visible: that can change without them. */
final class SearchTextDao {
    /** Marked, so that a log of the database tells these from the statements of requests. */
    static final String SELECT = """
            /* search */ SELECT r.reel_id, r.description, p.product_name, m.business_name
            FROM reels r
            LEFT JOIN products p ON p.product_id = r.product_id
            LEFT JOIN merchant_profiles m ON m.merchant_id = r.merchant_id
            WHERE r.deleted_at IS NULL AND r.reel_id
            """;

    private final Database database;

    SearchTextDao(Database database) {
        this.database = database;
    }

    /** Those of these reels that exist, in no order. */
    List<SearchText> find(List<Integer> reelIds) {
        return database.read(
                handle -> texts(handle.createQuery(SELECT + "IN (<ids>)").bindList("ids", reelIds))
                        .list());
    }

    /** The next reels by id. */
    List<SearchText> after(int reelId, int limit) {
        return database.read(handle -> texts(handle.createQuery(SELECT + "> :after ORDER BY r.reel_id LIMIT :limit")
                        .bind("after", reelId)
                        .bind("limit", limit))
                .list());
    }

    private static ResultIterable<SearchText> texts(Query query) {
        return query.map((row, context) -> new SearchText(
                row.getInt(1), orEmpty(row.getString(2)), orEmpty(row.getString(3)), orEmpty(row.getString(4))));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
