package com.aoin.reels;

import com.aoin.reels.catalog.Catalog;
import com.aoin.reels.catalog.CatalogImport;
import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.config.ReelsConfig.CatalogMode;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import com.aoin.reels.http.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code reels import FILE}: takes a catalogue from a file as the import over HTTP does, beside a running service or without one. */
final class ImportCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ImportCommand.class);

    private ImportCommand() {}

    static void run(List<String> options, ReelsConfig config) {
        if (options.size() != 1) {
            throw new UsageException("import takes one file, like: ./reels import catalogue.json");
        }
        importInto(config, Path.of(options.getFirst()));
    }

    /**
     * Imports all rows or none.
     *
     * @throws CommandException when the file cannot be read or a row is wrong, naming the member at fault
     */
    static void importInto(ReelsConfig config, Path file) {
        if (config.catalog() == CatalogMode.EXTERNAL) {
            throw new CommandException("REELS_CATALOG is \"external\": the catalogue is the shop's to change");
        }
        try {
            // Read whole before the database starts: most mistakes are in the file.
            CatalogImport rows = read(file);
            take(config, rows);
            LOG.info(
                    "Imported {} users, {} categories, {} merchants, {} products",
                    rows.users().size(),
                    rows.categories().size(),
                    rows.merchants().size(),
                    rows.products().size());
        } catch (ApiException refusal) {
            throw new CommandException(file + ": " + refusal.getMessage());
        } catch (SQLException e) {
            throw new CommandException("The database failed during the import: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("The import was interrupted");
        }
    }

    private static CatalogImport read(Path file) {
        try (InputStream json = Files.newInputStream(file)) {
            return CatalogImport.read(json);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e);
        }
    }

    private static void take(ReelsConfig config, CatalogImport rows) throws SQLException, InterruptedException {
        try (Parts parts = new Parts()) {
            Database database = parts.add(Databases.openBeside(config, parts));
            Migrations.apply(database, config.catalog());
            new Catalog(database, (_, _) -> {}).take(rows);
        }
    }
}
