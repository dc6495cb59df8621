package com.aoin.reels.reel.index.table;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Products and merchants that came into the index, or whose state in it has changed, by whatever was read; each id once. */
public final class Touched {
    public static final Touched NONE = new Touched(new int[0], new int[0]);

    private final int[] products;
    private final int[] merchants;

    Touched(int[] products, int[] merchants) {
        this.products = products;
        this.merchants = merchants;
    }

    public int[] products() {
        return products;
    }

    public int[] merchants() {
        return merchants;
    }

    public Touched and(Touched others) {
        return new Touched(union(products, others.products), union(merchants, others.merchants));
    }

    private static int[] union(int[] some, int[] others) {
        return IntStream.concat(Arrays.stream(some), Arrays.stream(others))
                .distinct()
                .toArray();
    }
}
