package com.aoin.reels.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

    @Test
    void aFullDiskIsToldAndNothingStays() throws Exception {
        Path full = Files.createDirectory(directory.resolve("full"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", full.toString()), "needs the right to mount");
        try {
            LocalStorage storage = new LocalStorage(full.resolve("media"), URI.create("http://localhost"));
            Path file = Files.write(directory.resolve("video.mp4"), new byte[4_000_000]);
            assertThatThrownBy(() -> storage.store(file, KEY)).isInstanceOf(StorageException.class);
            storage.delete(KEY);
            assertThat(storage.path(KEY).getParent()).isEmptyDirectory();
        } finally {
            run("umount", full.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private LocalStorage storage() {
        return new LocalStorage(directory.resolve("media"), URI.create("http://localhost"));
    }
}
