package com.aoin.reels.reel.index;

import com.aoin.reels.reel.index.table.LiveReels;
import com.aoin.reels.reel.index.table.ReelRow;
import java.util.List;

/** An index of reels that need no database. */
public final class TestingIndex {
    private TestingIndex() {}

    /** An index that is ready and has these; all reels of a product are of its first one's category. */
    public static ReelIndex of(List<IndexedReel> reels) {
        LiveReels live = new LiveReels();
        live.load(reels.stream().map(TestingIndex::row).toList());
        live.listAll();
        Progress progress = new Progress();
        progress.becomeReady();
        return new ReelIndex(live, progress);
    }

    private static ReelRow row(IndexedReel reel) {
        return new ReelRow(
                reel.reelId(),
                reel.merchantId(),
                reel.productId(),
                reel.createdMicros(),
                0,
                reel.views(),
                reel.likes(),
                reel.shares(),
                reel.visible(),
                reel.categoryId(),
                true,
                true);
    }
}
