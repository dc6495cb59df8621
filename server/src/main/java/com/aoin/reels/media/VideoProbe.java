package com.aoin.reels.media;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a video file.
 *
 * @param duration from the first shown video packet to the end of the last, whatever the container's header says
 * @param end the same end counted from the earliest packet of any stream, which is where a player's clock begins
 * @param width pixels as shown, after rotation
 * @param height pixels as shown, after rotation
 * @param pixelAspect width of one pixel over its height, 1/1 but for some camcorders and discs
 * @param frameRate constant rate of at most 60 frames a second that shows the video well
 * @param videoCodec ffmpeg's name, such as {@code h264}
 * @param pixelFormat ffmpeg's name, such as {@code yuv420p}
 * @param range how brightness is coded
 * @param showsItsOrder false for AVI files with B-frames, which leave it to the decoder when each picture is due
 * @param audioCodec ffmpeg's name of the audio that goes with the video, null without audio
 * @param videoStream index of the first real video stream; attached pictures do not count
 * @param audioStream index of the first audio stream, -1 without audio
 */
public record VideoProbe(
        Duration duration,
        Duration end,
        int width,
        int height,
        Fraction pixelAspect,
        Fraction frameRate,
        String videoCodec,
        String pixelFormat,
        DynamicRange range,
        boolean showsItsOrder,
        @Nullable String audioCodec,
        int videoStream,
        int audioStream) {

    private static final Set<String> BROWSER_PIXELS = Set.of("yuv420p", "yuvj420p");

    /** Whole seconds, half a second rounding up, never below 1. */
    public int roundedSeconds() {
        return Math.clamp(duration.plusMillis(500).toSeconds(), 1, Integer.MAX_VALUE);
    }

    /** The end in whole seconds, half a second rounding up: a player shows no more, and maybe nothing before. */
    public int roundedEnd() {
        return Math.clamp(end.plusMillis(500).toSeconds(), 1, Integer.MAX_VALUE);
    }

    /** Such as {@code 1080x1920}. */
    public String resolution() {
        return width + "x" + height;
    }

    /** Whether a copy's pictures and sound are these; the length is compared elsewhere. */
    boolean looksLike(VideoProbe other) {
        return width == other.width
                && height == other.height
                && range == other.range
                && videoCodec.equals(other.videoCodec)
                && Objects.equals(audioCodec, other.audioCodec);
    }

    /** Whether the streams play in every browser as they are, so that only the container has to change. */
    public boolean remuxable() {
        return videoCodec.equals("h264")
                && showsItsOrder
                && BROWSER_PIXELS.contains(pixelFormat)
                && (audioCodec == null || audioCodec.equals("aac"));
    }
}
