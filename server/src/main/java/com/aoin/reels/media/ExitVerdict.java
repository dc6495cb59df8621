package com.aoin.reels.media;

import com.aoin.reels.media.MediaException.Kind;
import java.util.List;

/** Reads from how a child process ended whose fault that was. */
final class ExitVerdict {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int KILLED = 128 + 9;
    private static final int PROCESSOR_TIME_OVER = 128 + 24;
    private static final int FILE_TOO_BIG = 128 + 25;

    private static final List<String> OURS = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "Read-only file system",
            "Permission denied",
            "Unknown encoder",
            "Unrecognized option",
            "Option not found",
            "No such filter");
    private static final List<String> TOO_MUCH = List.of(
            "exceeds specified max pixel count",
            "Cannot allocate memory",
            "Resource temporarily unavailable",
            "File too large");

    private ExitVerdict() {}

    static MediaException of(int exit, String errors) {
        return new MediaException(kind(exit, errors), "exit " + exit + ": " + brief(errors));
    }

    private static Kind kind(int exit, String errors) {
        return switch (exit) {
            case NOT_EXECUTABLE, NOT_FOUND -> Kind.TOOL_FAILED;
            case KILLED, PROCESSOR_TIME_OVER, FILE_TOO_BIG -> Kind.TOO_COMPLEX;
            default -> {
                if (OURS.stream().anyMatch(errors::contains)) {
                    yield Kind.TOOL_FAILED;
                }
                yield TOO_MUCH.stream().anyMatch(errors::contains) ? Kind.TOO_COMPLEX : Kind.NOT_DECODABLE;
            }
        };
    }

    /** Enough for a log line; the file's author has a hand in these texts, so no control characters. */
    private static String brief(String errors) {
        String line = errors.strip().replaceAll("\\p{Cntrl}+", " | ");
        return line.length() <= 400 ? line : line.substring(0, 200) + " … " + line.substring(line.length() - 200);
    }
}
