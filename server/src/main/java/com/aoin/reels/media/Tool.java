package com.aoin.reels.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of every command line: which file is read and by what. Nothing in the file chooses a protocol, a
 * demuxer, a decoder or another file.
 */
final class Tool {
    /** What phones, cameras and editors write. ffmpeg knows hundreds more, mostly forgotten games' formats. */
    private static final String DECODERS = String.join(
            ",",
            "h264,hevc,av1,libdav1d,libaom-av1,vp8,libvpx,vp9,libvpx-vp9,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,h263,h263p",
            "mjpeg,mjpegb,mpeg1video,mpeg2video,mpegvideo,prores,dnxhd,cfhd,dvvideo,rawvideo,v210,png,qtrle,ffv1",
            "huffyuv,ffvhuff,utvideo,theora,wmv1,wmv2,wmv3,vc1,flv,cinepak,svq1,svq3,rpza,jpeg2000,libopenjpeg",
            "aac,aac_latm,mp1float,mp1,mp2float,mp2,mp3float,mp3,ac3,eac3,dca,truehd,mlp,opus,libopus,vorbis",
            "libvorbis,flac,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,gsm,gsm_ms,qdm2",
            "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be",
            "pcm_f64le,pcm_f64be,pcm_alaw,pcm_mulaw,pcm_s16le_planar,pcm_s16be_planar,adpcm_ms,adpcm_ima_qt",
            "adpcm_ima_wav,adpcm_swf,adpcm_yamaha",
            "mov_text,subrip,srt,ass,ssa,webvtt,text,dvdsub,dvbsub,pgssub,cc_dec");

    private static final int MAX_STREAMS = 64;
    private static final int MAX_BLOCK = 256 << 20;

    private final FfmpegBinaries binaries;
    private final MediaLimits limits;

    Tool(FfmpegBinaries binaries, MediaLimits limits) {
        this.binaries = binaries;
        this.limits = limits;
    }

    /** Lists all packets and streams, for {@link ProbeOutput}. */
    List<String> packets(Path video, Container container) {
        List<String> print = List.of("-show_entries", ProbeOutput.ENTRIES, "-of", "compact");
        return command(binaries.ffprobe(), List.of(), 1, video, container, print);
    }

    /** Reads with that many decoder threads; the options given are the input's. */
    List<String> ffmpeg(Path video, Container container, int threads, String... inputOptions) {
        return command(
                binaries.ffmpeg(),
                List.of("-nostdin", "-y", "-filter_threads", "1"),
                threads,
                video,
                container,
                List.of(inputOptions));
    }

    /** A path as ffmpeg takes it, whatever its name begins with. */
    static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    private List<String> command(
            Path program, List<String> first, int threads, Path video, Container container, List<String> inputOptions) {
        List<String> all = new ArrayList<>(List.of(program.toString(), "-hide_banner", "-v", "error"));
        all.addAll(first);
        all.addAll(List.of("-max_alloc", Integer.toString(MAX_BLOCK)));
        all.addAll(List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", "mov,matroska,avi"));
        all.addAll(List.of("-codec_whitelist", DECODERS));
        all.addAll(List.of("-max_streams", Integer.toString(MAX_STREAMS)));
        all.addAll(List.of("-max_pixels", Long.toString(limits.maxPixels())));
        all.addAll(List.of("-threads", Integer.toString(threads)));
        if (container == Container.MP4) {
            // The defaults, said aloud: a track whose samples lie in another file of this machine is not followed.
            all.addAll(List.of("-enable_drefs", "0", "-use_absolute_path", "0"));
        }
        all.addAll(inputOptions);
        all.addAll(List.of("-f", container.demuxer(), "-i", url(video)));
        return all;
    }
}
