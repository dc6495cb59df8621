package com.aoin.reels.reel.index.follow;

/** A table of the shop's whose changes the index must notice by itself. */
enum Watched {
    PRODUCTS(
            "products",
            "product_id",
            "CONCAT_WS('|', product_id, COALESCE(category_id, '-'), COALESCE(is_active, '-'), COALESCE(approval_status, '-'),"
                    + " deleted_at IS NULL, product_name)",
            ""),
    STOCK("product_stock", "product_id", "product_id", "stock_qty > 0 AND "),
    MERCHANTS(
            "merchant_profiles",
            "merchant_id",
            "CONCAT_WS('|', merchant_id, COALESCE(is_active, '-'), business_name)",
            "");

    /**
     * When tables were last changed, where the server knows: by the second, by commit. While changes may still fall into
     * that second, the text is another one each time.
     */
    static final String UPDATE_TIMES = """
            SELECT LOWER(table_name), CONCAT(COALESCE(update_time, 'never'),
                   IF(update_time >= NOW() - INTERVAL 3 SECOND, CONCAT(' and on, at ', NOW(6)), ''))
            FROM information_schema.tables
            WHERE table_schema = DATABASE() AND engine = 'InnoDB' AND COALESCE(create_options, '') NOT LIKE '%partitioned%'
              AND table_name IN ('products', 'product_stock', 'merchant_profiles')
            """;

    /** So many ids stand as a range rather than one by one when the range has no more than this times as many. */
    private static final int DENSE = 4;

    private final String table;
    private final String id;
    private final String content;
    private final String condition;

    Watched(String table, String id, String content, String condition) {
        this.table = table;
        this.id = id;
        this.content = content;
        this.condition = condition;
    }

    String table() {
        return table;
    }

    /**
     * Counts and sums the rows of the ids, or of their range, in rising order. A checksum alone changes by the same bits
     * wherever the same change is made, so two products that sell out together would leave the sum as it was; the
     * checksum of its digits does not.
     */
    String sumOf(int[] ids) {
        return "SELECT COUNT(*), COALESCE(BIT_XOR(CRC32(CRC32(" + content + "))), 0)" + rows(ids);
    }

    /** The rows of the ids, and perhaps of others in their range, each with its sum. */
    String rowsOf(int[] ids) {
        return "SELECT " + id + ", CRC32(" + content + ")" + rows(ids);
    }

    private String rows(int[] ids) {
        int first = ids[0];
        int last = ids[ids.length - 1];
        boolean dense = (long) last - first < (long) DENSE * ids.length;
        return " FROM " + table + " WHERE " + condition + id
                + (dense ? " BETWEEN " + first + " AND " + last : " IN (" + Sql.list(ids) + ")");
    }
}
