package com.aoin.reels.upload;

/** Where an upload stands. A service killed at any of these leaves nothing behind that its sweeps do not clear. */
public enum UploadStep {
    ADMITTED,
    RECEIVED,
    PREPARED,
    REGISTERED,
    VIDEO_STORED,
    ALL_STORED,
    MARKED_STORED,
    COMMITTED
}
