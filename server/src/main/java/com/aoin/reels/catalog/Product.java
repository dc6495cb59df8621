package com.aoin.reels.catalog;

import com.aoin.reels.http.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A product as shoppers and merchants see it beside a reel. */
public record Product(
        int productId,
        String name,
        @Nullable Integer categoryId,
        @Nullable String categoryName,
        int stock,
        @Nullable BigDecimal price) {

    /** Writes the {@code product} object of the API. */
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("product_id", productId);
        json.writeStringProperty("product_name", name);
        Json.integer(json, "category_id", categoryId);
        Json.text(json, "category_name", categoryName);
        json.writeNumberProperty("stock_qty", stock);
        Json.money(json, "selling_price", price);
        json.writeEndObject();
    }
}
