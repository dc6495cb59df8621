package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aoin.reels.http.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    @TempDir
    Path directory;

    @Test
    void uploadsLeaveSoMuchFreeAlsoOfWhatOthersWerePromised() throws IOException {
        long usable = Files.getFileStore(directory).getUsableSpace();
        DiskRoom room = new DiskRoom(directory, usable / 2);
        assertRefused(room, usable * 2 / 3);
        try (DiskRoom.Held _ = room.take(usable / 3)) {
            assertRefused(room, usable / 3);
        }
        assertThatCode(() -> room.require(usable / 3)).doesNotThrowAnyException();
    }

    private static void assertRefused(DiskRoom room, long bytes) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> room.take(bytes));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.headers()).containsEntry("Retry-After", "600");
    }
}
