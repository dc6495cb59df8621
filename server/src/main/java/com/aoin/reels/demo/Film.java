package com.aoin.reels.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The film of a clip: what ffmpeg is told to set the layers in motion. Each input is one raw picture, held. */
final class Film {
    static final int WIDTH = 540;
    static final int HEIGHT = 960;
    static final int SECONDS = 5;
    static final int CENTRE_X = WIDTH / 2;
    static final int CENTRE_Y = 500;
    private static final int RATE = 24;
    private static final int HEADLINE_Y = 112;
    private static final int STICKER_X = 358;
    private static final int STICKER_Y = 262;

    /** A raw picture, four bytes a pixel: alpha, blue, green, red. */
    record Layer(Path file, int width, int height) {}

    /** The layers of a clip, from back to front, and its sound: 16-bit samples of one channel. */
    record Reel(
            DemoClip clip,
            Layer backdrop,
            Layer frame,
            Layer product,
            Layer sticker,
            Layer opening,
            Layer closing,
            Path sound) {}

    private Film() {}

    /** The arguments that make an MP4 of it. */
    static List<String> arguments(Reel reel, String h264Encoder, Path mp4) {
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-v", "error", "-nostdin", "-y"));
        // As many clips are made at a time as there are processors.
        all.addAll(List.of("-threads", "1", "-filter_complex_threads", "1"));
        all.addAll(List.of("-f", "lavfi", "-i", ground(reel.clip())));
        for (Layer layer : List.of(
                reel.backdrop(), reel.frame(), reel.product(), reel.sticker(), reel.opening(), reel.closing())) {
            all.addAll(List.of("-f", "rawvideo", "-pixel_format", "abgr", "-framerate", Integer.toString(RATE)));
            all.addAll(List.of("-video_size", layer.width() + "x" + layer.height(), "-i", "file:" + layer.file()));
        }
        all.addAll(
                List.of("-f", "s16le", "-ar", Integer.toString(Jingle.RATE), "-ac", "1", "-i", "file:" + reel.sound()));
        all.addAll(List.of("-filter_complex", graph(reel.clip()), "-map", "[film]", "-map", "7:a"));
        all.addAll(List.of("-c:v", h264Encoder, "-threads", "1", "-g", Integer.toString(2 * RATE)));
        all.addAll(
                h264Encoder.equals("libx264")
                        ? List.of("-preset", "veryfast", "-crf", "24")
                        : List.of("-rc_mode", "quality", "-b:v", "1400k", "-maxrate", "2500k"));
        all.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-t", Integer.toString(SECONDS)));
        all.addAll(List.of("-movflags", "+faststart", "-f", "mp4", "file:" + mp4));
        return all;
    }

    /** Blended at a tenth of the size, which nobody sees in a gradient. */
    private static String ground(DemoClip clip) {
        return "gradients=size=54x96:rate=%d:duration=%d:nb_colors=2:c0=%s:c1=%s:x0=6:y0=4:x1=48:y1=92:speed=0.012"
                .formatted(
                        RATE,
                        SECONDS,
                        hex(clip.ground().getFirst()),
                        hex(clip.ground().getLast()));
    }

    /** Chroma at full size until the end: otherwise layers move in steps of two pixels. */
    private static String graph(DemoClip clip) {
        Motion motion = clip.motion();
        String turn = motion.turns() ? "loop=-1:1,rotate=a='%s':c=none,".formatted(motion.angle()) : "";
        return String.join(
                ";",
                "[0]scale=%d:%d:flags=bicubic,format=yuv444p[ground]".formatted(WIDTH, HEIGHT),
                "[1]%sformat=yuva444p[backdrop]".formatted(clip.backdrop().filters()),
                "[2]format=yuva444p[frame]",
                "[3]%sformat=yuva444p[product]".formatted(turn),
                "[4]loop=-1:1,rotate=a='-0.12+0.10*sin(2*PI*t/1.25)':c=none,format=yuva444p[sticker]",
                "[5]format=yuva444p[opening]",
                "[6]format=yuva444p[closing]",
                over("ground", "backdrop", clip.backdrop().position(), "a"),
                over("a", "frame", "x=0:y=0", "b"),
                over(
                        "b",
                        "product",
                        at(CENTRE_X - Poster.PRODUCT / 2, CENTRE_Y - Poster.PRODUCT / 2, motion.lift()),
                        "c"),
                over("c", "sticker", at(STICKER_X, STICKER_Y, "0"), "d"),
                // The first headline leaves to the left at 2.3 s, the second follows it in from the right.
                over("d", "opening", "x='-%d*pow(clip((t-2.3)/0.4,0,1),2)':y=%d".formatted(WIDTH, HEADLINE_Y), "e"),
                over("e", "closing", "x='%d*pow(1-clip((t-2.5)/0.5,0,1),3)':y=%d".formatted(WIDTH, HEADLINE_Y), "f"),
                "[f]format=yuv420p[film]");
    }

    private static String at(int x, int y, String lift) {
        return "x=%d:y='%d+%s'".formatted(x, y, lift);
    }

    private static String over(String below, String above, String position, String result) {
        return "[%s][%s]overlay=%s:format=yuv444[%s]".formatted(below, above, position, result);
    }

    private static String hex(String colour) {
        return "0x" + colour.substring(1);
    }
}
