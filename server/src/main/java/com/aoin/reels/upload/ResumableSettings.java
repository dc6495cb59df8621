package com.aoin.reels.upload;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How uploads that arrive in pieces are kept.
 *
 * @param folder   this node's own, on the file system of its working folder
 * @param node     the name of this node; null = one made once and kept in the folder
 * @param maxBytes what unfinished uploads may take there, counted by their full lengths
 * @param prefix   what stands before the API's paths where clients reach it, usually nothing
 */
public record ResumableSettings(Path folder, @Nullable String node, long maxBytes, String prefix) {}
