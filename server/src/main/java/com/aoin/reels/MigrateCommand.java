package com.aoin.reels;

import com.aoin.reels.config.ReelsConfig;
import com.aoin.reels.db.Database;
import com.aoin.reels.db.Migrations;
import java.io.PrintStream;
import java.util.List;

/** {@code migrate}: brings the schema to this version and ends; {@code serve} does the same when it starts. */
final class MigrateCommand {
    private MigrateCommand() {}

    static void run(List<String> words, ReelsConfig config, PrintStream out) {
        Options.read(words);
        try (Parts parts = new Parts()) {
            Database database = parts.add(Databases.openBeside(config, parts));
            int applied = Migrations.apply(database, config.catalog());
            out.println(
                    switch (applied) {
                        case 0 -> "The schema is up to date.";
                        case 1 -> "Applied 1 migration.";
                        default -> "Applied " + applied + " migrations.";
                    });
        }
    }
}
