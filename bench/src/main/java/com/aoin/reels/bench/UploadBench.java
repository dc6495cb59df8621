package com.aoin.reels.bench;

import com.aoin.reels.media.FfmpegBinaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uploads to a service with a heap of 256 MB: the largest video against a plain copy of the same bytes, with the
 * memory that it takes, and a typical one with the time from its last byte to the answer.
 */
final class UploadBench {
    private static final int WARM_UPS = 8;
    private static final int ROUNDS = 16;
    private static final long SETTLE_MILLIS = 500;
    private static final double MEBIBYTE = 1024 * 1024;
    private static final Pattern REEL = Pattern.compile("\"reel_id\":(\\d+)");

    private final Service service;
    private final InetSocketAddress copyServer;
    private final Path copied;
    private final Report report;
    private int uploads;

    private UploadBench(Service service, InetSocketAddress copyServer, Path copied, Report report) {
        this.service = service;
        this.copyServer = copyServer;
        this.copied = copied;
        this.report = report;
    }

    static void run(Path directory, Report report) throws Exception {
        FfmpegBinaries binaries = FfmpegBinaries.locate(Files.createDirectories(directory.resolve("ffmpeg")));
        Clips clips = new Clips(binaries, directory.resolve("clips"));
        Path largest = clips.largest();
        Path typical = clips.typical();
        Path copied = directory.resolve("copied.mp4");
        int port = Service.freePort();
        try (BenchDatabase database = BenchDatabase.start(directory);
                Service service = Service.start(directory, database.address());
                JavaProcess _ = JavaProcess.start(
                        directory.resolve("copy.log"),
                        List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                        List.of(PlainCopyServer.class.getName(), Integer.toString(port), copied.toString()),
                        Map.of())) {
            try (Connection connection = database.connect()) {
                BenchShop.fill(connection, 0);
            }
            InetSocketAddress copyServer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            UploadBench bench = new UploadBench(service, copyServer, copied, report);
            bench.largest(largest);
            bench.typical(typical, new MediaCalibration(binaries, directory.resolve("calibration")));
        }
        report.end();
    }

    private void largest(Path video) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            upload(video);
            copy(video);
        }
        Thread.sleep(SETTLE_MILLIS);
        long idleAtFirst = service.process().residentBytes();
        List<Double> ratios = new ArrayList<>();
        List<Double> writing = new ArrayList<>();
        List<Double> copying = new ArrayList<>();
        List<Double> answering = new ArrayList<>();
        List<Double> overIdle = new ArrayList<>();
        List<Double> overFirst = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double before = copy(video);
            Thread.sleep(SETTLE_MILLIS);
            long idle = service.process().residentBytes();
            MemoryPeak peak = new MemoryPeak(service.process());
            Sending sending;
            try (peak) {
                sending = upload(video);
            }
            double after = copy(video);
            double plain = (before + after) / 2;
            ratios.add(plain / sending.written());
            writing.add(sending.written() * 1e3);
            copying.add(plain * 1e3);
            answering.add(sending.answered() * 1e3);
            overIdle.add((peak.bytes() - idle) / MEBIBYTE);
            overFirst.add((peak.bytes() - idleAtFirst) / MEBIBYTE);
        }
        report.table("%d bytes, heap of 256 MB".formatted(Files.size(video)));
        report.row("memory over idle just before, MiB", overIdle, 1, "≤ 32");
        report.row("**memory over idle before the first, MiB**", overFirst, 1, "≤ 32");
        report.row("**speed to the last byte : plain copy**", ratios, 2, "≥ 0.7");
        report.row("time until all is written, ms", writing, 0, "");
        report.row("plain copy, ms", copying, 0, "");
        report.row("last byte sent to the answer, ms", answering, 0, "");
        report.line("");
        report.line("Idle: %.1f MiB".formatted(idleAtFirst / MEBIBYTE));
    }

    private void typical(Path video, MediaCalibration calibration) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            upload(video);
        }
        List<Double> answering = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<MediaCalibration.Times> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            MediaCalibration.Times times = calibration.run(video);
            Sending sending = upload(video);
            alone.add(times);
            answering.add(sending.answered() * 1e3);
            ratios.add(sending.answered() / times.sum());
        }
        report.table("%d bytes, H.264 and AAC, 30 s of 1080×1920".formatted(Files.size(video)));
        report.row("**last byte sent to the 201, ms**", answering, 0, "≤ 500");
        report.row("the same : sum of the steps alone", ratios, 2, "");
        report.row("alone: measuring (ffprobe and one frame), ms", millis(alone, MediaCalibration.Times::probe), 0, "");
        report.row("alone: thumbnail, ms", millis(alone, MediaCalibration.Times::thumbnail), 0, "");
        report.row("alone: faststart copy, ms", millis(alone, MediaCalibration.Times::remux), 0, "");
        report.row("alone: flushing the video, ms", millis(alone, MediaCalibration.Times::flushVideo), 1, "");
        report.row("alone: flushing 4 KiB, ms", millis(alone, MediaCalibration.Times::flushPage), 1, "");
    }

    private static List<Double> millis(
            List<MediaCalibration.Times> times, ToDoubleFunction<MediaCalibration.Times> part) {
        return times.stream().map(time -> part.applyAsDouble(time) * 1e3).toList();
    }

    /** Uploads as the next merchant, since each may only do so ten times an hour, and deletes the reel. */
    private Sending upload(Path video) throws IOException, InterruptedException {
        int merchant = 1 + uploads++ % BenchShop.MERCHANTS;
        Sending sending = Sending.upload(service, merchant, video);
        Matcher reel = REEL.matcher(sending.answer());
        if (!reel.find()) {
            throw new IOException("No reel in " + sending.answer());
        }
        service.delete("/api/reels/" + reel.group(1), merchant);
        return sending;
    }

    private double copy(Path video) throws IOException, InterruptedException {
        Files.deleteIfExists(copied);
        Sending sending = Sending.plain(copyServer, video, copied);
        Files.delete(copied);
        return sending.written();
    }
}
