package com.aoin.reels.interaction;

/** A user's totals while a batch is applied. */
final class Totals {
    int likes;
    int views;
    int follows;

    Totals(int likes, int views, int follows) {
        this.likes = likes;
        this.views = views;
        this.follows = follows;
    }
}
