package com.aoin.reels.upload;

import com.aoin.reels.media.Container;
import java.nio.file.Path;

/**
 * The video of a form, whole and on disk.
 *
 * @param extension lower case, one that we take
 * @param container read from the bytes, the one that the extension promises
 */
record ReceivedVideo(Path file, String extension, Container container, long size) {}
