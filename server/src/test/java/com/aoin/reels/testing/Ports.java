package com.aoin.reels.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that start a moment later. They lie below those that the system gives to outgoing connections, of
 * which one could take a port in that moment, and none is given twice before all have been.
 */
public final class Ports {
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;

    private static int next = ThreadLocalRandom.current().nextInt(FIRST, LAST);

    private Ports() {}

    /** One on which nobody listens. */
    public static synchronized int free() {
        while (true) {
            next = next == LAST ? FIRST : next + 1;
            try (ServerSocket probe = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken.
            }
        }
    }
}
