package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.upload.UploadStep;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A service that dies like a killed one, without any cleaning up, when an upload reaches a step. */
public final class CrashingReels {
    private CrashingReels() {}

    /** Every step with local storage, and those at which something is in storage with the others. */
    public static Stream<Arguments> deaths() {
        Stream<Arguments> local = Stream.of(UploadStep.values()).map(step -> Arguments.of("local", step));
        Stream<Arguments> others = Stream.of("aws", "cloudinary")
                .flatMap(provider -> EnumSet.range(UploadStep.VIDEO_STORED, UploadStep.COMMITTED).stream()
                        .map(step -> Arguments.of(provider, step)));
        return Stream.concat(local, others);
    }

    public static void main(String[] arguments) {
        UploadStep last = UploadStep.valueOf(arguments[0]);
        Reels.start(ReelsConfig.read(System.getenv(), false), step -> {
            if (step == last) {
                Runtime.getRuntime().halt(137);
            }
        });
    }
}
