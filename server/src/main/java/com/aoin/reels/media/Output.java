package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writing a file of which nothing stays when that fails. */
final class Output {
    private Output() {}

    /** What writes the file. */
    @FunctionalInterface
    interface Work {
        void run() throws MediaException, InterruptedException, IOException;
    }

    static void writing(Path output, Work work) throws MediaException, InterruptedException {
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new MediaException(Kind.TOOL_FAILED, "cannot write to " + folder);
        }
        boolean done = false;
        try {
            work.run();
            done = true;
        } catch (IOException e) {
            throw new MediaException(Kind.TOOL_FAILED, "cannot read what was written", e);
        } finally {
            if (!done) {
                delete(output);
            }
        }
    }

    private static void delete(Path output) throws MediaException {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new MediaException(Kind.TOOL_FAILED, "cannot remove " + output, e);
        }
    }
}
