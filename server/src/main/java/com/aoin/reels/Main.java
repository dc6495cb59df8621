package com.aoin.reels;

import com.aoin.reels.config.ConfigException;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.db.DatabaseUnavailableException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The command line: {@code serve}, {@code demo}, {@code token}, {@code import}, {@code migrate}. */
public final class Main {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        List<String> words = List.of(arguments);
        String command = words.isEmpty() ? "help" : words.getFirst();
        try {
            run(command, words.subList(Math.min(1, words.size()), words.size()));
        } catch (ConfigException e) {
            exit(EXIT_USAGE, e);
        } catch (DatabaseUnavailableException | CommandException e) {
            exit(EXIT_FAILED, e);
        }
    }

    private static void run(String command, List<String> options) {
        switch (command) {
            case "serve" -> serve(ReelsConfig.read(System.getenv(), false));
            case "demo" -> DemoCommand.run(ReelsConfig.read(System.getenv(), true), System.out);
            case "import" -> ImportCommand.run(ReelsConfig.read(System.getenv(), false), options);
            default -> throw new ConfigException("There is no command " + command + options);
        }
    }

    private static void serve(ReelsConfig config) {
        Logger log = LoggerFactory.getLogger(Main.class);
        untilStopped(config, reels -> log.info("Reels is ready at http://{}:{}", config.httpHost(), reels.port()));
    }

    static void untilStopped(ReelsConfig config, Consumer<Reels> ready) {
        Logger log = LoggerFactory.getLogger(Main.class);
        Reels reels = Reels.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    log.info("Stopping: answering what was admitted");
                    reels.close();
                    stopped.countDown();
                }));
        ready.accept(reels);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void exit(int status, RuntimeException failure) {
        System.err.println("reels: " + failure.getMessage());
        System.exit(status);
    }
}
