package com.aoin.reels.bench;

import com.aoin.reels.media.Container;
import com.aoin.reels.media.FfmpegBinaries;
import com.aoin.reels.media.MediaException;
import com.aoin.reels.media.MediaLimits;
import com.aoin.reels.media.VideoProbe;
import com.aoin.reels.media.VideoTools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What an upload cannot do without, done alone: the runs of ffprobe and ffmpeg, and flushing the file to disk. */
final class MediaCalibration {
    private final VideoTools tools;
    private final Path folder;

    /** Seconds for each. */
    record Times(double probe, double thumbnail, double remux, double flushVideo, double flushPage) {
        /** The tools one after the other and both flushes. */
        double sum() {
            return probe + thumbnail + remux + flushVideo + flushPage;
        }
    }

    MediaCalibration(FfmpegBinaries binaries, Path folder) throws IOException {
        this.tools = new VideoTools(binaries, MediaLimits.defaults());
        this.folder = Files.createDirectories(folder);
    }

    Times run(Path video) throws IOException, MediaException, InterruptedException {
        Path jpeg = folder.resolve("thumbnail.jpg");
        Path mp4 = folder.resolve("progressive.mp4");
        Files.deleteIfExists(jpeg);
        Files.deleteIfExists(mp4);
        long start = System.nanoTime();
        VideoProbe probe = tools.probe(video, Container.MP4);
        long probed = System.nanoTime();
        tools.thumbnail(video, Container.MP4, probe, jpeg);
        long cut = System.nanoTime();
        tools.remux(video, Container.MP4, probe, mp4);
        long remuxed = System.nanoTime();
        flush(mp4);
        long flushed = System.nanoTime();
        Path page = folder.resolve("page");
        Files.write(page, new byte[4096]);
        long written = System.nanoTime();
        flush(page);
        long end = System.nanoTime();
        return new Times(
                (probed - start) / 1e9,
                (cut - probed) / 1e9,
                (remuxed - cut) / 1e9,
                (flushed - remuxed) / 1e9,
                (end - written) / 1e9);
    }

    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(0));
            channel.force(true);
        }
    }
}
