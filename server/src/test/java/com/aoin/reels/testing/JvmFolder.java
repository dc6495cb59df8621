package com.aoin.reels.testing;

import java.nio.file.Path;

/** Folders below {@code target} for what JVMs of tests that run beside each other must not share. */
final class JvmFolder {
    private static final String NUMBER = System.getProperty("reels.fork", "1");

    private JvmFolder() {}

    /** Always the same for the first JVM, for the second, and so on. */
    static Path of(String name) {
        return Path.of("target", name + "-" + NUMBER).toAbsolutePath();
    }
}
