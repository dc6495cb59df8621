package com.aoin.reels.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import com.aoin.reels.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Names of products and merchants, changed by another node or by the shop itself, are searched on every node soon. Each
 * is changed several times: a comparison of everything would find the first change at best.
 */
class NewNamesIT {
    private static TestingReels one;
    private static TestingReels other;

    @BeforeAll
    static void start() {
        one = TestingReels.start();
        other = TestingReels.builder().database(one.database()).start();
        TestShop shop = TestShop.in(one);
        shop.reel(11, "First", "2026-03-01 00:00:00");
        shop.reel(12, "Second", "2026-03-02 00:00:00");
        shop.reel(21, "Third", "2026-03-03 00:00:00");
        awaitFound("redmi", 1);
        awaitFound("garden", 3);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    private static List<Integer> ids(TestingReels node, String word) {
        return node.anonymous()
                .get("/api/reels/search?q=" + word)
                .expect(200)
                .data()
                .valueStream()
                .map(reel -> reel.get("reel_id").intValue())
                .sorted()
                .toList();
    }

    private static void awaitFound(String word, Integer... reels) {
        for (TestingReels node : List.of(one, other)) {
            Waiting.until(
                    () -> node.anonymous().get("/api/reels/search?q=" + word).status() == 200
                            && ids(node, word).equals(List.of(reels)));
        }
    }

    @Test
    void whatTheShopRenamesItself() {
        String before = "studio";
        for (String name : List.of("Alpaca", "Badger", "Coyote")) {
            one.sql("UPDATE products SET product_name = ? WHERE product_id = 12", name);
            awaitFound(name, 2);
            awaitFound(before);
            before = name;
        }
        for (String name : List.of("Dingo", "Ermine", "Ferret")) {
            one.sql("UPDATE merchant_profiles SET business_name = ? WHERE merchant_id = 1", name);
            awaitFound(name, 1, 2);
        }
        assertThat(ids(one, "dingo")).isEmpty();
    }

    @Test
    void whatAnotherNodeImports() {
        for (String name : List.of("Gecko", "Heron", "Ibis")) {
            one.admin(TestShop.ADMIN_USER)
                    .postJson("/api/admin/catalog/import", """
                            {"merchants":[{"merchant_id":2,"user_id":102,"business_name":"%1$s House"}],
                             "products":[{"product_id":21,"merchant_id":2,"category_id":2,"product_name":"%1$s Lamp",
                              "selling_price":1,"stock_qty":4}]}
                            """.formatted(name))
                    .expect(200);
            for (String word : List.of("house", "lamp")) {
                assertThat(ids(one, name + "%20" + word)).containsExactly(3);
                awaitFound(name + "%20" + word, 3);
            }
        }
    }

    @Test
    void whatIsRenamedWhileItIsSoldOutIsFoundWhenItIsBack() {
        one.sql("UPDATE product_stock SET stock_qty = 0 WHERE product_id = 11");
        one.sql("UPDATE products SET product_name = 'Jackal' WHERE product_id = 11");
        awaitFound("redmi");
        one.sql("UPDATE product_stock SET stock_qty = 3 WHERE product_id = 11");
        awaitFound("jackal", 1);
    }
}
