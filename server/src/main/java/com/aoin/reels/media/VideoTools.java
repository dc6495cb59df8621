package com.aoin.reels.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Measures and cuts untrusted video files. Every method blocks until its child process is over and may be called from
 * any number of threads; interrupting the caller kills the child. A method that fails leaves no output file.
 */
public final class VideoTools {
    private final FfmpegBinaries binaries;
    private final MediaLimits limits;

    public VideoTools(FfmpegBinaries binaries, MediaLimits limits) {
        this.binaries = binaries;
        this.limits = limits;
    }

    /** Measures the file and decodes one frame of its video, so that what is returned is known to play. */
    public VideoProbe probe(Path video, Container container) throws MediaException, InterruptedException {
        return Optional.<VideoProbe>empty()
                .orElseThrow(() -> new UnsupportedOperationException(binaries + " " + limits));
    }

    /** Writes a 640×360 JPEG of an early frame that is not black, showing the whole picture upright. */
    public void thumbnail(Path video, Container container, VideoProbe probe, Path jpeg)
            throws MediaException, InterruptedException {
        var _ = Optional.<VideoProbe>empty().orElseThrow(UnsupportedOperationException::new);
    }

    /** Copies the streams of a {@linkplain VideoProbe#remuxable() remuxable} video into a faststart MP4. */
    public VideoProbe remux(Path video, Container container, VideoProbe probe, Path mp4)
            throws MediaException, InterruptedException {
        return Optional.<VideoProbe>empty().orElseThrow(UnsupportedOperationException::new);
    }

    /** Encodes an H.264/AAC faststart MP4 with a short edge of at most 720 pixels; background work, at low priority. */
    public VideoProbe transcode(Path video, Container container, VideoProbe probe, Path mp4)
            throws MediaException, InterruptedException {
        return Optional.<VideoProbe>empty().orElseThrow(UnsupportedOperationException::new);
    }
}
