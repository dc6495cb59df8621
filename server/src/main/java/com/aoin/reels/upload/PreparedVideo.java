package com.aoin.reels.upload;

import com.aoin.reels.media.VideoProbe;
import com.aoin.reels.reel.Processing;
import java.nio.file.Path;

/**
 * A video that passed every check, ready to be stored.
 *
 * @param video      the best progressive version there is now
 * @param extension  of that version
 * @param thumbnail  a JPEG
 * @param probe      measured of the file as uploaded
 * @param processing pending when a better version is still to be made
 */
record PreparedVideo(Path video, String extension, Path thumbnail, VideoProbe probe, Processing processing) {}
