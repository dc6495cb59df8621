package com.aoin.reels;

import com.aoin.reels.config.ConfigException;
import com.aoin.reels.config.ReelsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory for the embedded database, local media, work files and the made secret; made when it is missing. */
final class DataDirectory {
    private DataDirectory() {}

    /** @throws ConfigException when it cannot be made or written to */
    static Path prepare(ReelsConfig config) {
        Path directory = config.dataDirectory();
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "writable", ""));
            return directory;
        } catch (IOException e) {
            throw ConfigException.wrong("REELS_DATA_DIR", directory.toString(), "a directory that can be written to");
        }
    }
}
