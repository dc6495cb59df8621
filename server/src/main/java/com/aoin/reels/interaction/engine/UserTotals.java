package com.aoin.reels.interaction.engine;

/**
 * A user's totals while a batch is applied.
 *
 * @param likes   reels liked now
 * @param views   distinct reels ever viewed
 * @param follows merchants followed now
 */
record UserTotals(int likes, int views, int follows) {

    UserTotals plus(int moreLikes, int moreViews, int moreFollows) {
        return new UserTotals(likes + moreLikes, views + moreViews, follows + moreFollows);
    }
}
