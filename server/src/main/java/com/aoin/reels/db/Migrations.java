package com.aoin.reels.db;

import com.aoin.reels.config.ReelsConfig.CatalogMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema to this version: our tables always, the shop's tables with the own catalogue only. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final int TURN_SECONDS = 10;

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
        DataSource source = database.patient();
        try (Connection turn = source.getConnection()) {
            awaitTurn(turn);
            return flyway(source, locations).migrate().migrationsExecuted;
        } catch (FlywayException | SQLException e) {
            throw new DatabaseUnavailableException(
                    "The schema cannot be brought to this version: " + e.getMessage(), e);
        }
    }

    /** One node at a time: Flyway's own lock does not cover the making of its history. Closing the connection gives it back. */
    private static void awaitTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT GET_LOCK(CONCAT('reels schema ', MD5(DATABASE())), " + TURN_SECONDS + ")")) {
                    if (row.next() && row.getBoolean(1)) {
                        return;
                    }
                }
                LOG.info("Waiting for another node that is changing the schema");
            }
        }
    }

    private static Flyway flyway(DataSource source, List<String> locations) {
        return Flyway.configure()
                .dataSource(source)
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
