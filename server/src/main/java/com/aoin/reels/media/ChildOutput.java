package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Drains what a child process prints, so that it never blocks on a full pipe, keeping little of it. Platform threads:
 * reading a pipe holds its carrier, and a few children would otherwise stall every virtual thread.
 */
final class ChildOutput {
    private static final int MAX_LINE = 4096;
    private static final int MAX_ERRORS = 16 * 1024;

    private final Process process;
    private final StringBuilder errors = new StringBuilder();
    private final Thread outputReader;
    private final Thread errorReader;
    private volatile @Nullable MediaException refusal;

    ChildOutput(Process process, LineSink lines) {
        this.process = process;
        outputReader = Thread.ofPlatform().daemon().name("media-output").start(() -> readLines(lines));
        errorReader = Thread.ofPlatform().daemon().name("media-errors").start(this::readErrors);
    }

    /** Waits until everything printed is read; the process is over, so this is short. */
    void finish(Duration grace) throws InterruptedException {
        boolean drained = outputReader.join(grace) && errorReader.join(grace);
        if (!drained) {
            refuse(new MediaException(Kind.TOOL_FAILED, "output of an ended process stays open"));
        }
    }

    /** Throws what the sink threw. */
    void refusal() throws MediaException {
        MediaException thrown = refusal;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** The last few kilobytes of what went to standard error. */
    String errors() {
        return errors.toString();
    }

    private void readLines(LineSink lines) {
        StringBuilder line = new StringBuilder();
        char[] buffer = new char[8192];
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        lines.accept(line.toString());
                        line.setLength(0);
                    } else if (line.length() < MAX_LINE) {
                        line.append(buffer[i]);
                    } else {
                        throw new MediaException(Kind.TOO_COMPLEX, "a line of more than " + MAX_LINE + " characters");
                    }
                }
            }
        } catch (MediaException e) {
            refuse(e);
        } catch (RuntimeException e) {
            refuse(new MediaException(Kind.TOOL_FAILED, "unreadable output", e));
        } catch (IOException e) {
            // The process was killed under us; whoever did it knows why.
        }
    }

    private void refuse(MediaException e) {
        refusal = e;
        process.destroyForcibly();
    }

    private void readErrors() {
        char[] buffer = new char[2048];
        try (Reader in = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                errors.append(buffer, 0, n);
                if (errors.length() > 2 * MAX_ERRORS) {
                    errors.delete(0, MAX_ERRORS);
                }
            }
        } catch (IOException e) {
            // As above.
        }
    }
}
