package com.aoin.reels.demo;

import com.aoin.reels.demo.DemoShop.Offer;
import com.aoin.reels.media.FfmpegBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Furnishes the shop: what is missing is made, as many clips at a time as there are processors. */
final class ShopOpening {
    private final DemoShop shop;
    private final DemoReels reels;
    private final ShopClient client;
    private final DemoLogin login;
    private final InstantSource clock;
    private final Path directory;
    private final Consumer<String> progress;
    private final AtomicInteger posted = new AtomicInteger();

    ShopOpening(
            DemoShop shop,
            DemoReels reels,
            ShopClient client,
            DemoLogin login,
            InstantSource clock,
            Path directory,
            Consumer<String> progress) {
        this.shop = shop;
        this.reels = reels;
        this.client = client;
        this.login = login;
        this.clock = clock;
        this.directory = directory;
        this.progress = progress;
    }

    void run() throws IOException, InterruptedException {
        if (!reels.hasCatalogue()) {
            String admin = login.admin(shop.admin().userId()).token();
            client.importCatalogue(shop.catalogueFile(), admin);
            progress.accept("Opened the shop: its catalogue is imported");
        }
        Set<Integer> shown = reels.shownProducts();
        List<DemoClip> missing = new ArrayList<>(shop.clips());
        missing.removeIf(clip -> shown.contains(clip.productId()));
        Path sample = DemoFiles.sample(directory);
        if (!missing.isEmpty() || !Files.exists(sample)) {
            make(missing, sample);
        }
        shop.clips().forEach(clip -> reels.backdate(clip.productId(), clip.hoursAgo()));
        if (!reels.hasWatched(Crowd.LAST_USER)) {
            String admin = login.admin(shop.admin().userId()).token();
            new Crowd(shop, client, clock).visit(reels.byProduct(), admin);
            progress.accept("%d people passed by, watched and liked".formatted(Crowd.SIZE));
        }
    }

    private void make(List<DemoClip> missing, Path sample) throws IOException, InterruptedException {
        // Java then never asks for a display, nor for the libraries of one.
        System.setProperty("java.awt.headless", "true");
        Path folder = directory.resolve("filming");
        DemoFiles.delete(folder);
        Files.createDirectories(folder);
        ClipStudio studio = new ClipStudio(FfmpegBinaries.locate(directory.resolve("ffmpeg")));
        progress.accept("Filming %d clips; %s fills up meanwhile".formatted(missing.size(), client.feed()));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (DemoClip clip : missing) {
            tasks.add(() -> post(studio, clip, folder, missing.size()));
        }
        tasks.add(() -> film(studio, shop.sample(), folder, sample));
        runAll(tasks);
        DemoFiles.delete(folder);
    }

    private Void post(ClipStudio studio, DemoClip clip, Path folder, int of) throws IOException, InterruptedException {
        Offer offer = shop.offer(clip.productId());
        Path mp4 = folder.resolve(clip.illustration() + ".mp4");
        studio.film(clip, offer, folder, mp4);
        client.upload(offer.merchantUser(), clip, mp4);
        reels.backdate(clip.productId(), clip.hoursAgo());
        Files.delete(mp4);
        progress.accept("%3d/%d  %s, by %s".formatted(posted.incrementAndGet(), of, offer.product(), offer.merchant()));
        return null;
    }

    private Void film(ClipStudio studio, DemoClip clip, Path folder, Path target)
            throws IOException, InterruptedException {
        Path mp4 = folder.resolve("sample.mp4");
        studio.film(clip, shop.offer(clip.productId()), folder, mp4);
        Files.move(mp4, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return null;
    }

    private static void runAll(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("filming-", 0).factory());
        try (workers) {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(workers);
            tasks.forEach(running::submit);
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    running.take().get();
                }
            } finally {
                workers.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
        }
    }
}
