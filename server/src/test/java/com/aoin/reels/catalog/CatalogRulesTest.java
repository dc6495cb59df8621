package com.aoin.reels.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.catalog.CatalogRow.Clearable;
import com.aoin.reels.http.ApiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogRulesTest {
    /**
     * Users 1 and 2 have the merchants 1 and 2, user 3 has none; category 12 is below 11; product 102 is a variant of
     * 101, and 103 stands for itself.
     */
    private static final KnownCatalog KNOWN = new KnownCatalog(
            Set.of(1, 2, 3),
            Map.of(11, 0, 12, 11),
            Map.of(1, 1, 2, 2),
            Map.of(101, 0, 102, 101, 103, 0),
            Map.of(102, 101));

    private final List<CatalogRow.User> users = new ArrayList<>();
    private final List<CatalogRow.Category> categories = new ArrayList<>();
    private final List<CatalogRow.Merchant> merchants = new ArrayList<>();
    private final List<CatalogRow.Product> products = new ArrayList<>();

    private void category(int id, Clearable<Integer> parent) {
        categories.add(new CatalogRow.Category(id, "category", parent));
    }

    private void merchant(int id, int user) {
        merchants.add(new CatalogRow.Merchant(id, user, "merchant", null));
    }

    private void product(int id, int merchant, int category, Clearable<Integer> parent) {
        products.add(
                new CatalogRow.Product(id, merchant, category, "product", BigDecimal.ONE, 1, null, null, parent, null));
    }

    private static Clearable<Integer> under(int parent) {
        return new Clearable<>(parent);
    }

    private static Clearable<Integer> atTheTop() {
        return new Clearable<>(null);
    }

    private void accepted() {
        CatalogRules.check(new CatalogImport(users, categories, merchants, products), KNOWN);
    }

    private void refused(String field) {
        assertThatThrownBy(this::accepted).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.field()).isEqualTo(field);
            assertThat(refusal).hasMessageStartingWith(field);
        });
    }

    @Test
    void rowsOfOneImportReferToEachOtherInAnyOrder() {
        product(201, 21, 31, under(202));
        product(202, 21, 31, null);
        merchant(21, 41);
        category(31, under(32));
        category(32, null);
        users.add(new CatalogRow.User(41, null, null));
        accepted();
    }

    @Test
    void anUnknownUser() {
        merchant(21, 3);
        merchant(22, 4);
        refused("merchants[1].user_id");
    }

    @Test
    void anUnknownMerchant() {
        product(201, 1, 11, null);
        product(202, 9, 11, null);
        refused("products[1].merchant_id");
    }

    @Test
    void anUnknownCategory() {
        product(201, 1, 13, null);
        refused("products[0].category_id");
    }

    @Test
    void anUnknownParentCategory() {
        category(31, under(99));
        refused("categories[0].parent_id");
    }

    @Test
    void anUnknownParentProduct() {
        product(201, 1, 11, under(999));
        refused("products[0].parent_product_id");
    }

    @Test
    void aSecondProfileOfAUser() {
        merchant(21, 1);
        refused("merchants[0].user_id");
    }

    @Test
    void aSecondProfileInTheSameImport() {
        merchant(21, 3);
        merchant(22, 3);
        refused("merchants[1].user_id");
    }

    @Test
    void merchantsSwapTheirUsers() {
        merchant(1, 2);
        merchant(2, 1);
        accepted();
    }

    @Test
    void aUserIsFreeOnceTheOtherMerchantHasMovedOn() {
        merchant(2, 1);
        merchant(1, 3);
        accepted();
    }

    @Test
    void aCategoryUnderItself() {
        category(31, under(31));
        refused("categories[0].parent_id");
    }

    @Test
    void aCategoryUnderItsGrandchild() {
        category(33, under(12));
        category(11, under(33));
        refused("categories[0].parent_id");
    }

    @Test
    void aCategoryUnderItsOldChildThatMovesAway() {
        category(11, under(12));
        category(12, atTheTop());
        accepted();
    }

    @Test
    void aCategoryKeepsItsParentWhenNoneIsNamed() {
        category(12, null);
        category(11, under(12));
        refused("categories[1].parent_id");
    }

    @Test
    void theRowOnTheCircleIsNamedNotOneBelowIt() {
        category(35, under(34));
        category(31, under(32));
        category(32, under(31));
        category(34, under(31));
        refused("categories[1].parent_id");
    }

    @Test
    void aLongChainOfCategoriesIsFollowedInAMoment() {
        int length = 100_000;
        for (int id = 1000; id < 1000 + length; id++) {
            category(id, under(id + 1));
        }
        category(1000 + length, atTheTop());
        accepted();
        categories.removeLast();
        category(1000 + length, under(1000));
        refused("categories[0].parent_id");
    }

    @Test
    void aProductUnderItself() {
        product(101, 1, 11, under(101));
        refused("products[0].parent_product_id");
    }

    @Test
    void aVariantOfAVariant() {
        product(201, 1, 11, under(102));
        refused("products[0].parent_product_id");
    }

    @Test
    void aVariantOfAVariantInTheSameImport() {
        product(201, 1, 11, under(202));
        product(202, 1, 11, under(103));
        refused("products[0].parent_product_id");
    }

    @Test
    void aProductWithVariantsBecomesOne() {
        product(101, 1, 11, under(103));
        refused("products[0].parent_product_id");
    }

    @Test
    void aVariantAndItsParentSwap() {
        product(101, 1, 11, under(102));
        product(102, 1, 11, atTheTop());
        accepted();
    }

    @Test
    void aVariantThatIsNamedWithoutItsParentStaysOne() {
        product(102, 1, 11, null);
        product(201, 1, 11, under(102));
        refused("products[1].parent_product_id");
    }
}
