package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.media.Container;
import com.aoin.reels.media.MediaException;
import com.aoin.reels.media.MediaException.Kind;
import com.aoin.reels.media.VideoProbe;
import com.aoin.reels.media.VideoTools;
import com.aoin.reels.reel.Processing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with a received video before it is stored: the virus scan where one is configured, measuring, the limit
 * of 60 seconds, the thumbnail, and the faststart MP4 where the streams allow it.
 */
final class VideoPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(VideoPreparation.class);
    static final int MAX_SECONDS = 60;
    private static final String FIELD = "video";

    private final VideoTools tools;
    private final @Nullable VirusScan scanner;

    VideoPreparation(VideoTools tools, @Nullable VirusScan scanner) {
        this.tools = tools;
        this.scanner = scanner;
    }

    /**
     * Prepares a video in its working folder.
     *
     * @throws ApiException FILE_VALIDATION_ERROR when the file is at fault, REEL_UPLOAD_FAILED when we are
     */
    PreparedVideo prepare(ReceivedVideo received, Workspace.Folder folder) throws InterruptedException {
        scan(received.file());
        try {
            VideoProbe probe = tools.probe(received.file(), received.container());
            // A picture that begins late would otherwise be the last second of an hour of sound.
            if (probe.roundedEnd() > MAX_SECONDS) {
                throw refusal("The video must not be longer than " + MAX_SECONDS + " seconds");
            }
            Path thumbnail = folder.file("thumbnail.jpg");
            FutureTask<@Nullable Void> cut = new FutureTask<>(() -> {
                tools.thumbnail(received.file(), received.container(), probe, thumbnail);
                return null;
            });
            Thread cutting = Thread.ofVirtual().name("thumbnail").start(cut);
            try {
                Path progressive = remux(received, probe, folder.file("progressive.mp4"));
                PreparedVideo prepared = progressive == null
                        ? untilTranscoded(received, probe, folder, thumbnail)
                        : new PreparedVideo(progressive, "mp4", thumbnail, probe, Processing.READY);
                await(cut);
                return prepared;
            } finally {
                cutting.interrupt();
                cutting.join();
            }
        } catch (MediaException e) {
            throw refusal(e);
        }
    }

    private void scan(Path file) {
        try {
            if (scanner != null && !scanner.isClean(file)) {
                throw refusal("The virus scan refused the file");
            }
        } catch (IOException e) {
            LOG.error("The virus scan could not be made", e);
            throw ApiException.of(ErrorCode.REEL_UPLOAD_FAILED, "The virus scan could not be made, please try again");
        }
    }

    /** Null when the streams do not play everywhere as they are, or resist a change of container. */
    private @Nullable Path remux(ReceivedVideo received, VideoProbe probe, Path target)
            throws MediaException, InterruptedException {
        if (!probe.remuxable()) {
            return null;
        }
        try {
            tools.remux(received.file(), received.container(), probe, target);
            return target;
        } catch (MediaException e) {
            if (e.kind() == Kind.NOT_DECODABLE || e.kind() == Kind.TOO_COMPLEX) {
                LOG.info("A remuxable video was not remuxed, it will be transcoded: {}", e.getMessage());
                return null;
            }
            throw e;
        }
    }

    /**
     * The streams as they were uploaded, but without the place where they were taken and whatever else the file tells.
     * Where no copy can be made, the file itself; what follows its bytes is the type under which it is served.
     */
    private PreparedVideo untilTranscoded(
            ReceivedVideo received, VideoProbe probe, Workspace.Folder folder, Path thumbnail)
            throws MediaException, InterruptedException {
        Path video;
        try {
            video = tools.strip(received.file(), received.container(), probe, folder.path());
        } catch (MediaException e) {
            if (e.kind() == Kind.BUSY || e.kind() == Kind.TOOL_FAILED) {
                throw e;
            }
            LOG.warn("A video is served with all that its file tells until it is transcoded: {}", e.getMessage());
            video = received.file();
        }
        String extension = extension(video, received.container());
        return new PreparedVideo(video, extension, thumbnail, probe, Processing.PENDING);
    }

    private static String extension(Path video, Container container) {
        try {
            return container.extension(video);
        } catch (IOException e) {
            throw UploadFault.of(e);
        }
    }

    private static void await(FutureTask<@Nullable Void> cut) throws MediaException, InterruptedException {
        try {
            cut.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case MediaException media -> throw media;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new IllegalStateException("The thumbnail was not cut", e);
            }
        }
    }

    private static ApiException refusal(MediaException failure) {
        return switch (failure.kind()) {
            case NOT_DECODABLE -> refusal("The file holds no video that can be played");
            case TOO_COMPLEX -> refusal("The video is too complex to be processed");
            case BUSY -> ApiException.unavailable("Too many videos are being processed, please try again", 10);
            case TOOL_FAILED -> {
                LOG.error("A video could not be processed", failure);
                yield ApiException.of(
                        ErrorCode.REEL_UPLOAD_FAILED, "The video could not be processed, please try again");
            }
        };
    }

    private static ApiException refusal(String message) {
        return ApiException.of(ErrorCode.FILE_VALIDATION_ERROR, FIELD, message);
    }
}
