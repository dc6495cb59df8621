package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.upload.UploadStep;

/** A service that dies like a killed one, without any cleaning up, when an upload reaches a step. */
public final class CrashingReels {
    private CrashingReels() {}

    public static void main(String[] arguments) {
        UploadStep last = UploadStep.valueOf(arguments[0]);
        Reels.start(ReelsConfig.read(System.getenv(), false), step -> {
            if (step == last) {
                Runtime.getRuntime().halt(137);
            }
        });
    }
}
