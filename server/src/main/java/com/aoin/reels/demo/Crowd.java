package com.aoin.reels.demo;

import com.aoin.reels.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/**
 * Passers-by who watched, liked, shared and followed during the last days, so that feeds have something to rank and
 * merchants have figures to look at. Each does the same whenever it is asked.
 */
final class Crowd {
    static final int FIRST_USER = 1001;
    static final int SIZE = 240;
    static final int LAST_USER = FIRST_USER + SIZE - 1;
    private static final int AT_ONCE = 8;
    /** The service takes a late view as at most seven days old. */
    private static final Duration MEMORY = Duration.ofHours(166);

    private final DemoShop shop;
    private final ShopClient client;
    private final InstantSource clock;

    Crowd(DemoShop shop, ShopClient client, InstantSource clock) {
        this.shop = shop;
        this.client = client;
        this.clock = clock;
    }

    /** A reel and how it came to be watched. */
    private record Visit(int reel, int merchant, int seconds, Instant at) {}

    /** @param reels the shop's reels by the product that they show */
    void visit(Map<Integer, Integer> reels, String adminToken) throws IOException, InterruptedException {
        client.importCatalogue(Json.bytes(this::writeUsers), adminToken);
        try (ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> visits = new ArrayList<>();
            for (int user = FIRST_USER; user <= LAST_USER; user++) {
                int visitor = user;
                visits.add(visitors.submit(() -> {
                    visit(visitor, reels);
                    return null;
                }));
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("A visitor of the sample shop failed: " + e.getCause(), e);
        }
    }

    private void writeUsers(JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("users");
        IntStream.rangeClosed(FIRST_USER, LAST_USER).forEach(user -> {
            json.writeStartObject();
            json.writeNumberProperty("user_id", user);
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private void visit(int user, Map<Integer, Integer> reels) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(user);
        List<Visit> visits = visits(random, reels);
        if (visits.isEmpty()) {
            return;
        }
        client.watch(
                user,
                json -> visits.forEach(visit -> {
                    json.writeStartObject();
                    json.writeNumberProperty("reel_id", visit.reel());
                    json.writeNumberProperty("view_duration", visit.seconds());
                    json.writeStringProperty("viewed_at", visit.at().toString());
                    json.writeEndObject();
                }));
        for (Visit visit : visits) {
            if (random.nextDouble() < (visit.seconds() >= 4 ? 0.22 : 0.04)) {
                client.interact(user, "/api/reels/" + visit.reel() + "/like");
            }
            if (random.nextDouble() < 0.05) {
                client.interact(user, "/api/reels/" + visit.reel() + "/share");
            }
            if (random.nextDouble() < 0.04) {
                client.interact(user, "/api/merchants/" + visit.merchant() + "/follow");
            }
        }
    }

    /** Some clips draw more people than others, and the older ones had more time to. */
    private List<Visit> visits(SplittableRandom random, Map<Integer, Integer> reels) {
        Instant now = clock.instant();
        List<Visit> visits = new ArrayList<>();
        for (DemoClip clip : shop.clips()) {
            Integer reel = reels.get(clip.productId());
            double appeal = 0.15 + 0.07 * (clip.productId() * 7 % 11);
            if (reel != null && random.nextDouble() < appeal) {
                long oldest = Math.min(Duration.ofHours(clip.hoursAgo()).toSeconds(), MEMORY.toSeconds());
                // Most watch a clip while it is new.
                double age = oldest * (1 - Math.pow(random.nextDouble(), 1.6));
                int seconds = random.nextDouble() < appeal ? 5 : random.nextInt(1, 5);
                visits.add(new Visit(
                        reel, shop.offer(clip.productId()).merchantId(), seconds, now.minusSeconds((long) age)));
            }
        }
        return visits;
    }
}
