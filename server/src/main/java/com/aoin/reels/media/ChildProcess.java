package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of a program on untrusted bytes. The kernel bounds its memory, processor time and written files, which holds
 * even if this JVM dies; we bound its wall time and what it may tell us.
 */
final class ChildProcess {
    /**
     * What a run may cost.
     *
     * @param background whether it runs at low priority
     */
    record Fence(long memoryBytes, long outputBytes, Duration time, boolean background) {}

    /**
     * The shell is replaced by the program, so the process we know is the one that works. Where memory runs out, Linux
     * should end it rather than the service or the database.
     */
    private static final String FENCED = """
            { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
            ulimit -c 0 && ulimit -v "$1" && ulimit -f "$2" && ulimit -t "$3" || exit 126
            nice="$4"
            shift 4
            if [ "$nice" -gt 0 ]; then exec nice -n "$nice" "$@"; else exec "$@"; fi
            """;

    private static final int FILE_BLOCK = 512;
    private static final int BACKGROUND_NICE = 15;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private ChildProcess() {}

    /**
     * Runs the command to its end, handing over each line it prints. Whatever happens, the process is gone on return.
     *
     * @return what it complained of although it ended well
     * @throws MediaException when it fails, reaches a limit, or the sink refuses what it prints
     * @throws InterruptedException when the calling thread is interrupted
     */
    static String run(List<String> command, Map<String, String> environment, Fence fence, LineSink lines)
            throws MediaException, InterruptedException {
        Process process = start(command, environment, fence);
        ChildOutput output = new ChildOutput(process, lines);
        boolean ended;
        try {
            ended = process.waitFor(fence.time());
        } finally {
            kill(process);
            output.finish(GRACE);
        }
        output.refusal();
        if (!ended) {
            throw new MediaException(Kind.TOO_COMPLEX, "not done after " + fence.time());
        }
        if (process.exitValue() != 0) {
            throw ExitVerdict.of(process.exitValue(), output.errors());
        }
        return output.errors();
    }

    private static Process start(List<String> command, Map<String, String> environment, Fence fence)
            throws MediaException {
        ProcessBuilder builder = new ProcessBuilder(fenced(command, fence))
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> own = builder.environment();
        own.clear();
        own.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        own.put("LC_ALL", "C");
        // Without it every thread reserves 64 MiB of address space, which the memory limit counts.
        own.put("MALLOC_ARENA_MAX", "2");
        own.putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new MediaException(Kind.TOOL_FAILED, "cannot start " + command.getFirst(), e);
        }
    }

    private static List<String> fenced(List<String> command, Fence fence) {
        long processorSeconds = 2 * Math.max(1, fence.time().toSeconds());
        List<String> all = new ArrayList<>(List.of("sh", "-c", FENCED, "sh"));
        all.add(Long.toString(fence.memoryBytes() / 1024));
        all.add(Long.toString(Math.max(1, fence.outputBytes() / FILE_BLOCK)));
        all.add(Long.toString(processorSeconds));
        all.add(Integer.toString(fence.background() ? BACKGROUND_NICE : 0));
        all.addAll(command);
        return all;
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            Stream<ProcessHandle> children = process.descendants();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.onExit()
                    .orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(_ -> process)
                    .join();
        }
    }
}
