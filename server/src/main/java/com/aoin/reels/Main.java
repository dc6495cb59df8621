package com.aoin.reels;

import com.aoin.reels.config.ConfigException;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.db.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The command line. What a command gives goes to standard output. What the operator did wrong is one line on standard
 * error and exit status 2 for wrong usage or settings, 1 for anything that stood in the way.
 */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        // Numbers go into keys, filters and statements as text, and some languages have other digits.
        Locale.setDefault(Locale.ROOT);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int status = run(List.of(arguments), System.out);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(List<String> words, PrintStream out) {
        try {
            String command = words.isEmpty() ? "help" : words.getFirst();
            run(command, words.subList(Math.min(1, words.size()), words.size()), out);
            return 0;
        } catch (UsageException | ConfigException e) {
            return failed(WRONG_USAGE, e);
        } catch (DatabaseUnavailableException | CommandException | UncheckedIOException e) {
            return failed(FAILED, e);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Main.class).error("This is a defect of Reels", e);
            return FAILED;
        }
    }

    private static void run(String command, List<String> options, PrintStream out) {
        switch (command) {
            case "serve" -> ServeCommand.run(options, config());
            case "demo" -> DemoCommand.run(options, ReelsConfig.read(System.getenv(), true), out);
            case "token" -> TokenCommand.run(options, config(), out);
            case "import" -> ImportCommand.run(options, config());
            case "migrate" -> MigrateCommand.run(options, config(), out);
            case "help", "--help", "-h" -> out.print(usage());
            default -> throw new UsageException("There is no command " + command + "; help lists them");
        }
    }

    private static ReelsConfig config() {
        return ReelsConfig.read(System.getenv(), false);
    }

    private static String usage() {
        try (InputStream text = Objects.requireNonNull(Main.class.getResourceAsStream("/usage.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int failed(int status, RuntimeException failure) {
        System.err.println("reels: " + String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " "));
        return status;
    }
}
