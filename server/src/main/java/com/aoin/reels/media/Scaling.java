package com.aoin.reels.media;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The filters that bring pictures to a size as 8-bit YUV, and to the standard dynamic range where a table is given. */
final class Scaling {
    private Scaling() {}

    /**
     * Filters for a filter graph.
     *
     * @param table a {@link ToneMap}'s, null for pictures of standard range
     */
    static String to(Size size, @Nullable Path table) {
        String scale = "scale=%d:%d:flags=bicubic".formatted(size.width(), size.height());
        if (table == null) {
            return scale + ",setsar=1,format=yuv420p";
        }
        return scale + "+accurate_rnd+full_chroma_int:in_color_matrix=bt2020,format=gbrp10le"
                + ",lut3d=file=" + escaped(table)
                + ",scale=flags=accurate_rnd+full_chroma_int:out_color_matrix=bt709:out_range=tv"
                + ",setsar=1,format=yuv420p"
                + ",setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709";
    }

    /** A path whatever is in it: escaped as an option's value, and that once more as a part of a graph. */
    private static String escaped(Path file) {
        String value = file.toAbsolutePath().toString().replaceAll("[\\\\':]", "\\\\$0");
        return value.replaceAll("[\\\\'\\[\\],;]", "\\\\$0");
    }
}
