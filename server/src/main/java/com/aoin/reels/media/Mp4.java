package com.aoin.reels.media;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What ffmpeg is told to write a progressive MP4, whose index precedes its samples so that playing starts at once. */
final class Mp4 {
    private static final int SHORT_EDGE = 720;
    private static final long LEAST_BITS = 200_000;
    private static final long MOST_BITS = 4_000_000;

    private Mp4() {}

    /** Copies picture and sound, and nothing else: no place, no date, no chapters, subtitles or attached files. */
    static List<String> copied(VideoProbe probe) {
        return copied(probe, "mp4");
    }

    /** The same into another of ffmpeg's formats, with nothing of the time or the program that wrote it either. */
    static List<String> copied(VideoProbe probe, String format) {
        List<String> all = streams(probe);
        all.addAll(List.of("-c", "copy"));
        all.addAll(alone(probe));
        all.addAll(List.of("-fflags", "+bitexact"));
        if (format.equals("mp4") || format.equals("mov")) {
            all.addAll(List.of("-movflags", "+faststart"));
        }
        all.addAll(List.of("-f", format));
        return all;
    }

    /**
     * Encodes H.264 and AAC at a constant frame rate. Rotation and pixel shape are applied, sound that outlasts the
     * picture is cut off.
     *
     * @param table maps the tones of a video of high dynamic range, null for others
     */
    static List<String> encoded(VideoProbe probe, String h264Encoder, int threads, @Nullable Path table) {
        Size size = Size.shown(probe).withShortEdge(SHORT_EDGE);
        List<String> all = streams(probe);
        all.addAll(List.of("-vf", "fps=" + probe.frameRate() + "," + Scaling.to(size, table)));
        all.addAll(List.of("-c:v", h264Encoder, "-threads", Integer.toString(threads), "-pix_fmt", "yuv420p"));
        all.addAll(quality(h264Encoder, bitsPerSecond(size, probe.frameRate())));
        // A key frame every two seconds, so that seeking is quick.
        all.addAll(List.of("-g", "120", "-force_key_frames", "expr:gte(t,n_forced*2)"));
        if (probe.audioStream() >= 0) {
            all.addAll(List.of(
                    "-af", "aresample=async=1:first_pts=0", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"));
        }
        all.addAll(alone(probe));
        all.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
        return all;
    }

    /** Constant quality below a ceiling; openh264 has no such mode and aims at a rate that suits the size. */
    private static List<String> quality(String encoder, long bits) {
        String most = Long.toString(bits * 3 / 2);
        if (encoder.equals("libx264")) {
            return List.of(
                    "-preset",
                    "veryfast",
                    "-crf",
                    "23",
                    "-maxrate",
                    most,
                    "-bufsize",
                    Long.toString(bits * 3),
                    "-profile:v",
                    "high");
        }
        return List.of(
                "-rc_mode",
                "quality",
                "-b:v",
                Long.toString(bits),
                "-maxrate",
                most,
                "-qmin",
                "16",
                "-qmax",
                "42",
                "-profile:v",
                "high");
    }

    /** About 2.5 Mbit/s for 720×1280 at 30 frames a second. */
    private static long bitsPerSecond(Size size, Fraction frameRate) {
        double pixels = (double) size.width() * size.height() * Math.clamp(frameRate.value(), 24, 45);
        return Math.clamp(Math.round(pixels * 0.09), LEAST_BITS, MOST_BITS);
    }

    private static List<String> streams(VideoProbe probe) {
        List<String> all = new ArrayList<>(List.of("-map", "0:" + probe.videoStream()));
        if (probe.audioStream() >= 0) {
            all.addAll(List.of("-map", "0:" + probe.audioStream()));
        }
        return all;
    }

    private static List<String> alone(VideoProbe probe) {
        return List.of("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-t", seconds(probe.end()));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.6f", BigDecimal.valueOf(time.toNanos(), 9));
    }
}
