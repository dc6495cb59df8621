package com.aoin.reels.search;

/** The texts of a reel that are searched, and what a word found there is worth beside one in the description. */
enum SearchedField {
    PRODUCT("product", 3),
    MERCHANT("merchant", 2),
    DESCRIPTION("description", 1);

    private final String field;
    private final float weight;

    SearchedField(String field, float weight) {
        this.field = field;
        this.weight = weight;
    }

    /** Its name in the index. */
    String field() {
        return field;
    }

    float weight() {
        return weight;
    }

    String of(SearchText reel) {
        return switch (this) {
            case PRODUCT -> reel.productName();
            case MERCHANT -> reel.merchantName();
            case DESCRIPTION -> reel.description();
        };
    }
}
