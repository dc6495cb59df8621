package com.aoin.reels.media;

/** Why a video was not measured or cut; callers branch on {@link #kind()}. The message is for logs, not for clients. */
public final class MediaException extends Exception {
    /** Whose fault it is, and so what the client is told. */
    public enum Kind {
        /** The file holds no video stream that decodes, or is damaged beyond use. */
        NOT_DECODABLE,
        /** Working on the file would take more pixels, packets, memory, time or output than is allowed. */
        TOO_COMPLEX,
        /** No permit came free in time; the same file may well succeed later. */
        BUSY,
        /** Our own fault: ffmpeg is missing, the disk is full. */
        TOOL_FAILED
    }

    private final Kind kind;

    public MediaException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public MediaException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
