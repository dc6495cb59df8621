package com.aoin.reels.catalog;

import com.aoin.reels.db.Database;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which products a merchant may show in a reel. */
public final class Products {
    private static final String FIELD = "product_id";

    private final Database database;

    public Products(Database database) {
        this.database = database;
    }

    private record Candidate(
            int merchantId, String approvalStatus, boolean active, boolean deleted, boolean variant, int stock) {}

    /** Approved, active parent products of the merchant with stock, by id. */
    public List<Product> available(int merchantId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT p.product_id, p.product_name, p.category_id, c.category_name, s.stock_qty, p.selling_price
                        FROM products p
                        JOIN product_stock s ON s.product_id = p.product_id
                        LEFT JOIN categories c ON c.category_id = p.category_id
                        WHERE p.merchant_id = :merchant AND p.deleted_at IS NULL AND p.is_active
                          AND CAST(p.approval_status AS BINARY) = 'approved' AND p.parent_product_id IS NULL AND s.stock_qty > 0
                        ORDER BY p.product_id
                        """)
                .bind("merchant", merchantId)
                .map((row, context) -> product(row))
                .list());
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getInt("product_id"),
                row.getString("product_name"),
                row.getObject("category_id", Integer.class),
                row.getString("category_name"),
                row.getInt("stock_qty"),
                row.getBigDecimal("selling_price"));
    }

    /**
     * Refuses a product that this merchant may not show in a new reel: missing or deleted, another merchant's, not
     * approved, inactive, a variant, or out of stock; the first of these is told.
     *
     * @throws ApiException PRODUCT_VALIDATION_ERROR
     */
    public void requireUsable(int productId, int merchantId) {
        String fault = fault(find(productId), merchantId);
        if (fault != null) {
            throw ApiException.of(ErrorCode.PRODUCT_VALIDATION_ERROR, FIELD, fault);
        }
    }

    private static @Nullable String fault(@Nullable Candidate product, int merchantId) {
        if (product == null || product.deleted()) {
            return "Product not found";
        }
        if (product.merchantId() != merchantId) {
            return "Product does not belong to you";
        }
        if (!product.approvalStatus().equals("approved")) {
            return "Product is not approved";
        }
        if (!product.active()) {
            return "Product is not active";
        }
        if (product.variant()) {
            return "Product is a variant; a reel shows the parent product";
        }
        return product.stock() > 0 ? null : "Product is out of stock";
    }

    private @Nullable Candidate find(int productId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT p.merchant_id, p.approval_status, p.is_active, p.deleted_at, p.parent_product_id,
                               COALESCE(s.stock_qty, 0) AS stock_qty
                        FROM products p
                        LEFT JOIN product_stock s ON s.product_id = p.product_id
                        WHERE p.product_id = :product
                        """)
                .bind("product", productId)
                .map((row, context) -> new Candidate(
                        row.getInt("merchant_id"),
                        Objects.requireNonNullElse(row.getString("approval_status"), "pending"),
                        row.getBoolean("is_active"),
                        row.getObject("deleted_at") != null,
                        row.getObject("parent_product_id") != null,
                        row.getInt("stock_qty")))
                .findOne()
                .orElse(null));
    }
}
