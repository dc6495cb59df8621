package com.aoin.reels.db;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to this version: our tables always, the shop's tables with the own catalogue only. */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing; several nodes may call this at once. Returns how many steps were applied.
     *
     * @throws DatabaseUnavailableException when a step fails, or the schema is not one that this version can start from
     */
    public static int apply(Database database, CatalogMode catalog) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migration"));
        if (catalog == CatalogMode.OWN) {
            locations.add("classpath:db/catalog");
        }
        try {
            return flyway(database, locations).migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw new DatabaseUnavailableException(
                    "The schema cannot be brought to this version: " + e.getMessage(), e);
        }
    }

    private static Flyway flyway(Database database, List<String> locations) {
        return Flyway.configure()
                .dataSource(database.dataSource())
                .locations(locations.toArray(String[]::new))
                .table("reels_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // A catalogue that became external keeps the steps that made its tables in the history.
                .ignoreMigrationPatterns("*:missing")
                .outOfOrder(true)
                .load();
    }
}
