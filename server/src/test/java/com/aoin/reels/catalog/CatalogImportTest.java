package com.aoin.reels.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.catalog.CatalogRow.Clearable;
import com.aoin.reels.http.ApiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogImportTest {
    private static CatalogImport read(String json) throws IOException {
        return CatalogImport.read(
                new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyMemberIsRead() throws IOException {
        CatalogImport rows = read("""
                {'users': [{'user_id': 1, 'role': 'admin', 'created_at': '2026-01-02T03:04:05.6789012+02:00'}],
                 'categories': [{'category_id': 2, 'category_name': ' Phones ', 'parent_id': 1}],
                 'merchants': [{'merchant_id': 3, 'user_id': 1, 'business_name': 'Shop', 'is_active': false}],
                 'products': [{'product_id': 4, 'merchant_id': 3, 'category_id': 2, 'product_name': 'Phone',
                   'selling_price': 9.5, 'stock_qty': 7, 'approval_status': 'pending', 'is_active': false,
                   'parent_product_id': 8, 'deleted_at': '2026-01-01T00:00:00Z'}]}""");
        assertThat(rows.users())
                .containsExactly(new CatalogRow.User(1, "admin", Instant.parse("2026-01-02T01:04:05.678901Z")));
        assertThat(rows.categories()).containsExactly(new CatalogRow.Category(2, "Phones", new Clearable<>(1)));
        assertThat(rows.merchants()).containsExactly(new CatalogRow.Merchant(3, 1, "Shop", false));
        assertThat(rows.products().getFirst().cells().toString())
                .isEqualTo("{product_id=4, merchant_id=3, category_id=2, product_name=Phone, selling_price=9.50,"
                        + " approval_status=pending, is_active=false, parent_product_id=8,"
                        + " deleted_at=2026-01-01T00:00:00Z}");
    }

    @Test
    void whatIsLeftOutIsNotSetAndWhatIsNullIsCleared() throws IOException {
        String product = "'product_id': 4, 'merchant_id': 3, 'category_id': 2, 'product_name': 'Phone',"
                + " 'selling_price': 9.5, 'stock_qty': 7";
        assertThat(read("{'products': [{" + product + "}]}")
                        .products()
                        .getFirst()
                        .cells())
                .containsOnlyKeys("product_id", "merchant_id", "category_id", "product_name", "selling_price");
        assertThat(read("{'products': [{" + product + ", 'parent_product_id': null, 'deleted_at': null}]}")
                        .products()
                        .getFirst()
                        .cells())
                .containsEntry("parent_product_id", null)
                .containsEntry("deleted_at", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'users': [{}]} | users[0].user_id",
                "{'users': [{'user_id': 1, 'role': null}]} | users[0].role",
                "{'users': [{'user_id': 1, 'role': 'root'}]} | users[0].role",
                "{'users': [{'user_id': 1, 'created_at': null}]} | users[0].created_at",
                "{'users': [{'user_id': 1, 'created_at': '2026-01-01'}]} | users[0].created_at",
                "{'users': [{'user_id': 1}, {'user_id': 2}, {'user_id': 1}]} | users[2].user_id",
                "{'categories': [{'category_id': 1}]} | categories[0].category_name",
                "{'categories': [{'category_id': 1, 'category_name': ' '}]} | categories[0].category_name",
                "{'categories': [{'category_id': 1, 'category_name': 'a', 'parent_id': 0}]} | categories[0].parent_id",
                "{'merchants': [{'merchant_id': 1, 'business_name': 'a'}]} | merchants[0].user_id",
                "{'merchants': [{'merchant_id': 1, 'user_id': 1, 'business_name': 'a', 'is_active': null}]}"
                        + " | merchants[0].is_active",
                "{'merchants': [{'merchant_id': 1, 'user_id': 1, 'business_name': 'a', 'is_active': 1}]}"
                        + " | merchants[0].is_active",
                "{'product': []} | product"
            })
    void theFaultIsNamed(String json, String field) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "selling_price, -0.01",
        "selling_price, 1.234",
        "selling_price, 10000000000",
        "selling_price, 1e99999999",
        "selling_price, '\"9.99\"'",
        "stock_qty, -1",
        "stock_qty, 2147483648",
        "stock_qty, 1.5",
        "stock_qty, null",
        "approval_status, '\"APPROVED\"'",
        "approval_status, null",
        "is_active, null",
        "parent_product_id, 0",
        "deleted_at, '\"yesterday\"'",
        "product_name, 7"
    })
    void aWrongMemberOfAProductIsNamed(String member, String value) {
        String product = "{\"product_id\": 4, \"merchant_id\": 3, \"category_id\": 2, \"product_name\": \"Phone\","
                + " \"selling_price\": 9.5, \"stock_qty\": 7, \"approval_status\": \"pending\"}";
        String wrong = product.contains('"' + member + '"')
                ? product.replaceFirst("\"" + member + "\": [^,}]+", "\"" + member + "\": " + value)
                : product.replace("}", ", \"" + member + "\": " + value + "}");
        assertThatThrownBy(() -> read("{\"products\": [" + wrong + "]}"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("products[0]." + member));
    }

    @Test
    void aNameHas255CodePoints() throws IOException {
        String longest = "😀".repeat(255);
        assertThat(read("{'categories': [{'category_id': 1, 'category_name': '" + longest + "'}]}")
                        .categories()
                        .getFirst()
                        .name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> read("{'categories': [{'category_id': 1, 'category_name': 'a" + longest + "'}]}"))
                .hasMessageContaining("categories[0].category_name must not be longer than 255 characters");
    }
}
