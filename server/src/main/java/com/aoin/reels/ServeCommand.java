package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code serve}: runs the service until it is asked to stop. */
final class ServeCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private ServeCommand() {}

    static void run(List<String> words, ReelsConfig config) {
        Options.read(words);
        untilStopped(config, reels -> LOG.info("Reels is ready at http://{}:{}", config.httpHost(), reels.port()));
    }

    /**
     * Starts the service, tells that it is ready, and returns after SIGTERM or SIGINT, when every request admitted
     * before is answered. A signal that comes while it is still starting ends the start.
     */
    static void untilStopped(ReelsConfig config, Consumer<Reels> ready) {
        StopSignal signal = StopSignal.listen();
        try (Reels reels = Reels.start(config)) {
            ready.accept(reels);
            signal.await();
            LOG.info("Stopping: answering what was admitted");
        } catch (RuntimeException | Error e) {
            if (!signal.came()) {
                signal.ignore();
                throw e;
            }
            LOG.info("Stopped while starting: {}", e.getMessage());
        } finally {
            signal.obeyed();
        }
    }
}
