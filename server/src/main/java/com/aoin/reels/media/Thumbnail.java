package com.aoin.reels.media;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of looking for a frame to show. Brightness is the frame's mean luma, black being 16.
 *
 * @param inputOptions which frames are decoded at all
 * @param sampling filter that thins them out, empty for none
 * @param leastBrightness darker frames are passed over
 */
record Thumbnail(List<String> inputOptions, String sampling, int leastBrightness) {
    /** Decoding only key frames is cheap, and mostly the very first will do. */
    private static final Thumbnail KEY_FRAME = new Thumbnail(List.of("-skip_frame", "nokey", "-t", "10"), "", 32);
    /** A clip with a single, black key frame: look at what follows it. */
    private static final Thumbnail ANY_FRAME = new Thumbnail(List.of("-t", "15"), "fps=5,", 20);
    /** A clip that is black throughout has a black thumbnail. */
    private static final Thumbnail FIRST_FRAME = new Thumbnail(List.of(), "", -1);

    static final List<Thumbnail> ATTEMPTS = List.of(KEY_FRAME, ANY_FRAME, FIRST_FRAME);

    private static final Size CARD = new Size(640, 360);

    /**
     * The whole picture upright in the card, over a dark blurred copy of itself where it does not fill the card.
     *
     * @param table maps the tones of a video of high dynamic range, null for others
     */
    String filter(VideoProbe probe, @Nullable Path table) {
        Size fitted = Size.shown(probe).fittedInto(CARD);
        String picture = sampling + Scaling.to(fitted, table) + ",signalstats,"
                + "metadata=select:key=lavfi.signalstats.YAVG:value=%d:function=greater".formatted(leastBrightness);
        String card = fitted.equals(CARD) ? "" : "," + overBlurred();
        // JPEG knows no matrix but BT.601's.
        return picture + card + ",scale=out_range=pc:out_color_matrix=bt601,format=yuvj420p";
    }

    /** Blurred at a twentieth of the size, which costs nothing and looks the same. */
    private static String overBlurred() {
        return "split[whole][copy];"
                + "[copy]scale=64:36:force_original_aspect_ratio=increase:flags=area,crop=64:36,gblur=sigma=3,"
                + "lutyuv=y='16+(val-16)*0.5':u='128+(val-128)*0.6':v='128+(val-128)*0.6',scale=%d:%d:flags=bicubic,setsar=1[back];"
                        .formatted(CARD.width(), CARD.height())
                + "[back][whole]overlay=(W-w)/2:(H-h)/2:format=yuv420";
    }
}
