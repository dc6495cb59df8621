package com.aoin.reels.catalog;

import com.aoin.reels.db.Database;
import com.aoin.reels.db.Outage;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue where the service keeps it itself: rows are imported all or none, stock is set. */
public final class Catalog {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final int LOCK_WAIT_EXCEEDED = 1205;
    /** A deadlock with another writer, a row changed under us, a row that we refer to and that has just gone. */
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(1213, 1020, 1452);

    private static final int TRIES = 4;
    private static final int WAIT_SECONDS = 30;

    private final Database database;
    private final CatalogChanges changes;
    /** Imports of this node wait here rather than each on a database connection. */
    private final ReentrantLock importing = new ReentrantLock(true);

    /**
     * The catalogue in this database.
     *
     * @param changes told after each commit, before the answer, since visibility may have changed
     */
    public Catalog(Database database, CatalogChanges changes) {
        this.database = database;
        this.changes = changes;
    }

    /**
     * Inserts or updates every row by its id, in one transaction. Imports go one after another.
     *
     * @throws ApiException VALIDATION_ERROR that names the first member at fault; 503 when other imports take too long
     */
    public void take(CatalogImport rows) throws SQLException, InterruptedException {
        if (!importing.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw busy();
        }
        try {
            writeWithRetries(rows);
        } finally {
            importing.unlock();
        }
        changes.committed(
                rows.products().stream().map(CatalogRow.Product::id).toList(),
                rows.merchants().stream().map(CatalogRow.Merchant::id).toList());
    }

    private void writeWithRetries(CatalogImport rows) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                write(rows);
                return;
            } catch (SQLException | RuntimeException e) {
                SQLException failure = Outage.sqlCause(e);
                int error = failure == null ? 0 : failure.getErrorCode();
                if (error == LOCK_WAIT_EXCEEDED) {
                    throw busy();
                }
                if (attempt == TRIES || !WORTH_ANOTHER_TRY.contains(error)) {
                    throw e;
                }
                LOG.info("An import met another writer and is tried again: {}", e.getMessage());
            }
        }
    }

    private void write(CatalogImport rows) throws SQLException {
        database.<SQLException>executeLong(handle -> {
            CatalogDao.lock(handle);
            CatalogRules.check(rows, CatalogDao.known(handle, rows));
            CatalogDao.write(handle, rows);
        });
    }

    /**
     * Sets how many of a product are in stock.
     *
     * @throws ApiException NOT_FOUND_ERROR when there is no such product
     */
    void setStock(int productId, int quantity) {
        boolean exists = database.transaction(handle -> CatalogDao.setStock(handle, productId, quantity));
        if (!exists) {
            throw ApiException.of(ErrorCode.NOT_FOUND_ERROR, "product_id", "Product not found");
        }
        changes.committed(List.of(productId), List.of());
    }

    private static ApiException busy() {
        return ApiException.unavailable("The catalogue is being changed by others, please try again", 10);
    }
}
