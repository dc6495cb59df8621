package com.aoin.reels.demo;

import com.aoin.reels.auth.TokenMint;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Route;
import com.aoin.reels.reel.ReelChanges;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** What only demo mode has: signing in as anyone, and a sample shop that furnishes itself. */
public final class DemoFeature {
    private final DemoShop shop = new DemoShop();
    private final DemoLogin login;
    private final DemoReels reels;
    private final InstantSource clock;

    public DemoFeature(Database database, ReelChanges changes, TokenMint mint, InstantSource clock) {
        this.login = new DemoLogin(database, mint, clock);
        this.reels = new DemoReels(database, changes);
        this.clock = clock;
    }

    public List<Route> routes() {
        return login.routes();
    }

    public DemoShop shop() {
        return shop;
    }

    /**
     * A token for a user of the shop, good for a day.
     *
     * @throws com.aoin.reels.http.ApiException NOT_FOUND_ERROR when there is no such user
     */
    public String token(int userId) {
        return login.login(userId).token();
    }

    /**
     * Brings the shop to where it should be: the catalogue imported, every clip filmed and posted through the service's
     * own API, the sample file made. What is there already is left alone, so this completes an opening that was cut off
     * and costs next to nothing afterwards.
     *
     * @param service   where the service listens
     * @param directory the data directory of the demo
     * @param progress  told, line by line, what has been done
     * @throws IOException when a clip cannot be made or the service refuses it
     */
    public void open(URI service, Path directory, Consumer<String> progress) throws IOException, InterruptedException {
        try (ShopClient client = new ShopClient(service, this::token)) {
            new ShopOpening(shop, reels, client, login, clock, directory, progress).run();
        }
    }
}
