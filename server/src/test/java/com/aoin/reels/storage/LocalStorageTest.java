package com.aoin.reels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String KEY = StorageKey.make(1, 2, "mp4");

    @TempDir
    private Path directory;

    @Test
    void aFileOfAnotherFileSystemIsTakenOver() throws IOException {
        assumeTrue(
                Files.isWritable(MEMORY) && !Files.getFileStore(MEMORY).equals(Files.getFileStore(directory)),
                "needs two file systems");
        Path file = Files.createTempFile(MEMORY, "reels-", ".mp4");
        try {
            Files.writeString(file, "a video");
            LocalStorage storage = storage();
            storage.store(file, KEY);
            assertThat(storage.path(KEY)).hasContent("a video");
            assertThat(storage.path(KEY).getParent()).isDirectoryNotContaining("glob:**.part");
            assertThat(file).doesNotExist();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void whatACrashLeftUnfinishedIsRemovedWithItsObject() throws IOException {
        LocalStorage storage = storage();
        Path unfinished = storage.path(KEY).resolveSibling(storage.path(KEY).getFileName() + ".part");
        Files.createDirectories(unfinished.getParent());
        Files.writeString(unfinished, "half a vid");
        storage.delete(KEY);
        assertThat(unfinished).doesNotExist();
    }

    private LocalStorage storage() {
        return new LocalStorage(directory.resolve("media"), URI.create("http://localhost"));
    }
}
