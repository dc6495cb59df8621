package com.aoin.reels;

import ch.qos.logback.classic.Level;
import com.aoin.reels.cache.BundledRedis;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.demo.DemoFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code demo}: a service of its own with a sample shop, for trying everything out on this machine. */
final class DemoCommand {
    private DemoCommand() {}

    static void run(List<String> words, ReelsConfig config, PrintStream out) {
        boolean withRedis = words.contains("--redis");
        Options.read(words.stream().filter(word -> !word.equals("--redis")).toList());
        quieten();
        out.println(
                "Starting Reels with a sample shop in " + config.dataDirectory().toAbsolutePath());
        if (!withRedis) {
            ServeCommand.untilStopped(config, reels -> ready(reels, config, out));
            return;
        }
        try (BundledRedis redis =
                BundledRedis.start(DataDirectory.prepare(config).resolve("redis"))) {
            out.println("Redis listens on " + redis.address());
            ReelsConfig sharing = config.with(redis.address());
            ServeCommand.untilStopped(sharing, reels -> ready(reels, sharing, out));
        }
    }

    /** Opens the shop in a service that runs, and prints how to try it. */
    static void ready(Reels reels, ReelsConfig config, PrintStream out) {
        DemoFeature demo = reels.demo();
        URI service = URI.create("http://" + ReelsConfig.hostInUrl(config.httpHost()) + ":" + reels.port());
        try {
            demo.open(service, config.dataDirectory(), out::println);
        } catch (IOException e) {
            throw new UncheckedIOException("The sample shop did not open: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            // Not marked again: who interrupts us wants the service closed, which waits for things.
            throw new IllegalStateException("Stopped while the sample shop was opening", e);
        }
        out.print(DemoBanner.of(demo, config.publicUrl(), config.dataDirectory()));
        out.flush();
    }

    /** People read this output; what is worth their attention is a warning at least. */
    private static void quieten() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.WARN);
        }
    }
}
