package com.aoin.reels.reel.index.follow;

import com.aoin.reels.db.Database;
import com.aoin.reels.reel.index.CounterChanges.Added;
import com.aoin.reels.reel.index.Progress;
import com.aoin.reels.reel.index.table.LiveReels;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the index, then keeps it as the database is: one step of it is run every {@link #STEP}. */
final class IndexFollower {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);
    static final Duration STEP = Duration.ofMillis(500);
    private static final Duration SHOP_REST = Duration.ofMillis(900);
    private static final int NEWS_STEPS = 20;

    private final LiveReels reels;
    private final Progress progress;
    private final IndexReader reader;
    private final ShopWatch shop;
    private final CounterNews news;
    private final IndexCheck check;
    private volatile Consumer<int[]> changes = reelIds -> {};
    /** Changes that the index has taken in before it could be asked about them. */
    private final Queue<int[]> untold = new ConcurrentLinkedQueue<>();

    private volatile Duration buildTime = Duration.ZERO;
    /** Since when the shop's tables are followed: the start of the last look. */
    private long shopNanos = System.nanoTime();

    private long shopDone = System.nanoTime();
    private long shopTook;
    private boolean built;
    private int steps;

    /**
     * Follows a database.
     *
     * @param node the name of this node among those on the database
     */
    IndexFollower(Database database, LiveReels reels, Progress progress, String node) {
        this.reels = reels;
        this.progress = progress;
        this.reader = new IndexReader(database, reels);
        this.shop = new ShopWatch(reels, reader, this::changed);
        this.news = new CounterNews(database, node);
        this.check = new IndexCheck(reels, progress, reader, this::changed);
    }

    /** Has someone told of the reels whose content or visibility others have changed. */
    void tell(Consumer<int[]> follower) {
        changes = follower;
    }

    private void changed(int[] reelIds) {
        untold.add(reelIds);
        if (progress.isReady()) {
            tellAll();
        }
    }

    private void tellAll() {
        for (int[] reelIds = untold.poll(); reelIds != null; reelIds = untold.poll()) {
            changes.accept(reelIds);
        }
    }

    void step() throws InterruptedException {
        if (!built) {
            build();
            built = true;
        }
        long start = System.nanoTime();
        reader.readChanges(this::changed);
        if (!progress.isReady()) {
            progress.becomeReady();
            tellAll();
        }
        reader.read(progress.takeDoubted(), this::changed);
        lookAtShop(start);
        // What was looked at first is as of then.
        progress.followed(shopNanos);
        if (steps % NEWS_STEPS == NEWS_STEPS - 1) {
            reader.readCounters(news.exchange());
        }
        steps++;
    }

    /** A large shop, or one whose tables are views, is looked at half of the time and once a second at least. */
    private void lookAtShop(long start) {
        long rest = Math.min(SHOP_REST.toNanos(), shopTook);
        if (start - shopDone >= rest) {
            shop.look();
            shopDone = System.nanoTime();
            shopTook = shopDone - start;
            shopNanos = start;
        }
    }

    private void build() throws InterruptedException {
        long start = System.nanoTime();
        reader.begin();
        news.begin();
        new IndexBuild(reader.dao(), reels).run();
        reader.built();
        buildTime = Duration.ofNanos(System.nanoTime() - start);
        LOG.info("The index has {} reels, read in {} ms", reels.size(), buildTime.toMillis());
    }

    /** What this node has committed to reels, and tells of by itself; when it cannot be read now, the next step does. */
    void committed(int[] reelIds) {
        trying(() -> reader.read(reelIds, anew -> {}));
    }

    /** What this node has committed to the catalogue. */
    void committed(Collection<Integer> productIds, Collection<Integer> merchantIds) {
        // Others do not concern the index.
        int[] products = reels.productsWithReels(productIds);
        int[] merchants = reels.merchantsWithReels(merchantIds);
        trying(() -> {
            reader.readProducts(products);
            reader.readMerchants(merchants);
        });
        changes.accept(reels.reelsOfProducts(products));
        changes.accept(reels.reelsOfMerchants(merchants));
    }

    /** A failure to read does not undo the commit; the shop's rows and reels are looked at in the next step anyway. */
    private void trying(Runnable read) {
        try {
            read.run();
        } catch (RuntimeException e) {
            LOG.warn("A change of this node reaches the index later: {}", e.getMessage());
        }
    }

    void counted(List<Added> added) {
        reels.count(table -> added.forEach(one -> table.count(one.reelId(), one.views(), one.likes(), one.shares())));
        news.count(added);
    }

    Duration buildTime() {
        return buildTime;
    }

    IndexCheck check() {
        return check;
    }

    long watchBytes() {
        return shop.bytes();
    }
}
