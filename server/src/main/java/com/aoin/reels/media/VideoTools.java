package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Measures and cuts untrusted video files. Every method blocks until its child process is over and may be called from
 * any number of threads; interrupting the caller kills the child. A method that fails leaves no output file.
 */
public final class VideoTools {
    private static final int MAX_TRIED = 3;
    private static final int SEARCH_SHARE = 4;
    private static final Duration LENGTH_TOLERANCE = Duration.ofMillis(500);

    private final FfmpegBinaries binaries;
    private final MediaLimits limits;
    private final Tool tool;
    private final ProcessPool processes;
    private final int encoderThreads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    public VideoTools(FfmpegBinaries binaries, MediaLimits limits) {
        this.binaries = binaries;
        this.limits = limits;
        this.tool = new Tool(binaries, limits);
        this.processes = new ProcessPool(binaries, limits);
    }

    /** Measures the file and decodes one frame of its video, so that what is returned is known to play. */
    public VideoProbe probe(Path video, Container container) throws MediaException, InterruptedException {
        return probe(video, container, this::inForeground);
    }

    /** The same as background work, which takes no permit that a request may wait for. */
    public VideoProbe probeInBackground(Path video, Container container) throws MediaException, InterruptedException {
        return probe(video, container, this::inBackground);
    }

    private VideoProbe probe(Path video, Container container, Runner runner)
            throws MediaException, InterruptedException {
        ProbeOutput output = packets(video, container, runner);
        String complaints = "no video stream";
        for (ProbedStream stream : output.videos().stream().limit(MAX_TRIED).toList()) {
            FirstFrame frame = new FirstFrame();
            complaints = decodeFirst(video, container, stream, frame, runner);
            if (frame.decoded()) {
                return probe(output, stream, frame);
            }
        }
        throw ExitVerdict.of(0, complaints);
    }

    /** Writes a 640×360 JPEG of an early frame that is not black, showing the whole picture upright. */
    public void thumbnail(Path video, Container container, VideoProbe probe, Path jpeg)
            throws MediaException, InterruptedException {
        Output.writing(
                jpeg,
                () -> ToneMap.during(probe, jpeg, table -> {
                    for (Thumbnail attempt : Thumbnail.ATTEMPTS) {
                        if (cut(attempt, video, container, attempt.filter(probe, table), probe, jpeg)) {
                            return;
                        }
                    }
                    throw new MediaException(Kind.NOT_DECODABLE, "no frame for a thumbnail");
                }));
    }

    /** Copies the streams of a {@linkplain VideoProbe#remuxable() remuxable} video into a faststart MP4. */
    public void remux(Path video, Container container, VideoProbe probe, Path mp4)
            throws MediaException, InterruptedException {
        Output.writing(mp4, () -> {
            // AVI has no presentation times, without which nothing can be put into an MP4.
            List<String> command = tool.ffmpeg(video, container, 1, "-fflags", "+genpts");
            command.addAll(Mp4.copied(probe));
            command.add(Tool.url(mp4));
            inForeground(command, LineSink.NONE);
            check(packets(mp4, Container.MP4, this::inForeground), probe);
        });
    }

    /**
     * Copies picture and sound of any video as they are into a container of the same family, and nothing else: no place,
     * no date, no other tracks. MP4 where that takes them, since most players do.
     *
     * @return what was written into the folder, its extension saying what it is
     * @throws MediaException NOT_DECODABLE when no container takes them
     */
    public Path strip(Path video, Container container, VideoProbe probe, Path folder)
            throws MediaException, InterruptedException {
        MediaException last = new MediaException(Kind.NOT_DECODABLE, "no container takes it");
        for (String extension : container.extensions(probe)) {
            Path alone = folder.resolve("alone." + extension);
            try {
                strip(video, container, probe, Container.format(extension), alone);
                return alone;
            } catch (MediaException e) {
                if (e.kind() == Kind.BUSY || e.kind() == Kind.TOOL_FAILED) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private void strip(Path video, Container container, VideoProbe probe, String format, Path alone)
            throws MediaException, InterruptedException {
        Output.writing(alone, () -> {
            List<String> command = tool.ffmpeg(video, container, 1);
            command.addAll(Mp4.copied(probe, format));
            command.add(Tool.url(alone));
            inForeground(command, LineSink.NONE);
            VideoProbe copy = probe(alone, container);
            requireLength(copy.duration(), probe);
            if (!copy.looksLike(probe)) {
                throw new MediaException(Kind.NOT_DECODABLE, "the copy looks different");
            }
        });
    }

    /**
     * Encodes an H.264/AAC faststart MP4 with a short edge of at most 720 pixels. Background work: at low priority,
     * waiting as long as it takes for its turn.
     */
    public void transcode(Path video, Container container, VideoProbe probe, Path mp4)
            throws MediaException, InterruptedException {
        Output.writing(
                mp4,
                () -> ToneMap.during(probe, mp4, table -> {
                    List<String> command = tool.ffmpeg(video, container, encoderThreads);
                    command.addAll(Mp4.encoded(probe, binaries.h264Encoder(), encoderThreads, table));
                    command.add(Tool.url(mp4));
                    processes.background(command, limits.transcodeTime(), LineSink.NONE);
                    check(packets(mp4, Container.MP4, this::inBackground), probe);
                }));
    }

    /** A search that fails or takes long only makes way for a plainer one; the last must succeed. */
    private boolean cut(Thumbnail attempt, Path video, Container container, String filter, VideoProbe probe, Path jpeg)
            throws MediaException, InterruptedException, IOException {
        boolean last = attempt.equals(Thumbnail.ATTEMPTS.getLast());
        Duration searchTime = limits.requestTime().dividedBy(SEARCH_SHARE);
        List<String> command =
                tool.ffmpeg(video, container, 1, attempt.inputOptions().toArray(String[]::new));
        command.addAll(List.of("-map", "0:" + probe.videoStream(), "-vf", filter));
        command.addAll(List.of(
                "-frames:v", "1", "-threads", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", Tool.url(jpeg)));
        try {
            processes.foreground(command, last ? limits.requestTime() : searchTime, LineSink.NONE);
        } catch (MediaException e) {
            if (last || e.kind() == Kind.TOOL_FAILED || e.kind() == Kind.BUSY) {
                throw e;
            }
            return false;
        }
        return Files.size(jpeg) > 0;
    }

    private ProbeOutput packets(Path video, Container container, Runner runner)
            throws MediaException, InterruptedException {
        ProbeOutput output = new ProbeOutput(limits.maxPackets());
        runner.run(tool.packets(video, container), output);
        return output;
    }

    /** Returns what went wrong, if anything: another stream of the file may still be good. */
    private String decodeFirst(Path video, Container container, ProbedStream stream, FirstFrame frame, Runner runner)
            throws MediaException, InterruptedException {
        List<String> command = tool.ffmpeg(video, container, 1);
        command.addAll(
                List.of("-map", "0:" + stream.index(), "-frames:v", "1", "-threads", "1", "-f", "framecrc", "pipe:1"));
        try {
            return runner.run(command, frame);
        } catch (MediaException e) {
            if (e.kind() != Kind.NOT_DECODABLE) {
                throw e;
            }
            return String.valueOf(e.getMessage());
        }
    }

    private static VideoProbe probe(ProbeOutput output, ProbedStream stream, FirstFrame frame) throws MediaException {
        return new VideoProbe(
                output.duration(stream),
                output.endOnClock(stream),
                frame.width(),
                frame.height(),
                frame.pixelAspect(),
                stream.steadyRate(),
                stream.codec(),
                stream.pixelFormat(),
                stream.range(),
                output.showsItsOrder(stream),
                output.audio().map(ProbedStream::codec).orElse(null),
                stream.index(),
                output.audio().map(ProbedStream::index).orElse(-1));
    }

    /** What we wrote must hold the whole video: a copy cut short would pass for the upload. */
    private static void check(ProbeOutput written, VideoProbe probe) throws MediaException {
        List<ProbedStream> videos = written.videos();
        if (videos.isEmpty()) {
            throw new MediaException(Kind.NOT_DECODABLE, "nothing was written");
        }
        requireLength(written.duration(videos.getFirst()), probe);
    }

    private static void requireLength(Duration written, VideoProbe probe) throws MediaException {
        Duration difference = written.minus(probe.duration()).abs();
        if (difference.compareTo(LENGTH_TOLERANCE) > 0) {
            throw new MediaException(Kind.NOT_DECODABLE, "what was written is off by " + difference);
        }
    }

    private String inForeground(List<String> command, LineSink lines) throws MediaException, InterruptedException {
        return processes.foreground(command, limits.requestTime(), lines);
    }

    private String inBackground(List<String> command, LineSink lines) throws MediaException, InterruptedException {
        return processes.background(command, limits.requestTime(), lines);
    }

    /** Runs a command in its turn; returns what it complained of. */
    private interface Runner {
        String run(List<String> command, LineSink lines) throws MediaException, InterruptedException;
    }
}
