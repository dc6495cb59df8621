package com.aoin.reels.catalog;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.JsonObject;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;

/** How admins feed the catalogue in. There only where the service keeps it itself. */
public final class CatalogRoutes {
    /** Some 100,000 products. */
    private static final int IMPORT_LIMIT = 32 * 1024 * 1024;

    private final Catalog catalog;

    public CatalogRoutes(Catalog catalog) {
        this.catalog = catalog;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/admin/catalog/import", Access.ADMIN, this::importRows),
                Route.put("/api/admin/catalog/products/{product_id}/stock", Access.ADMIN, this::setStock));
    }

    private Answer importRows(Request request) throws IOException, SQLException, InterruptedException {
        CatalogImport rows = read(request.jsonStream(IMPORT_LIMIT));
        catalog.take(rows);
        return Answer.success()
                .data(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("users", rows.users().size());
                    json.writeNumberProperty("categories", rows.categories().size());
                    json.writeNumberProperty("merchants", rows.merchants().size());
                    json.writeNumberProperty("products", rows.products().size());
                    json.writeEndObject();
                })
                .build();
    }

    private static CatalogImport read(InputStream body) throws IOException {
        try {
            return CatalogImport.read(body);
        } catch (ApiException refusal) {
            if (refusal.status() == 400) {
                // A client that still sends would not read which row is wrong.
                body.transferTo(OutputStream.nullOutputStream());
            }
            throw refusal;
        }
    }

    private Answer setStock(Request request) {
        int productId = request.pathId("product_id");
        JsonObject body = request.json();
        body.requireOnly("stock_qty");
        int quantity = body.integer("stock_qty", 0, Integer.MAX_VALUE);
        catalog.setStock(productId, quantity);
        return Answer.success()
                .data(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("product_id", productId);
                    json.writeNumberProperty("stock_qty", quantity);
                    json.writeEndObject();
                })
                .build();
    }
}
