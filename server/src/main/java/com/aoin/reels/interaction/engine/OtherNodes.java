package com.aoin.reels.interaction.engine;

import com.aoin.reels.db.Database;
import java.time.Duration;

/**
 * Whether other nodes commit batches to the same database right now. Each that does says so in a row of its own, so it
 * is known within a step, and forgotten a few after the last one. Nothing has to be right because of it: it only tells
 * how many batches are worth having under way.
 */
public final class OtherNodes {
    /** How often to {@link #look}. */
    public static final Duration STEP = Duration.ofSeconds(1);

    /** Begins each statement, so that whoever looks at what the database does knows them. Each is about a few rows. */
    private static final String MARK = "/* nodes */ ";

    private static final Duration AT_WORK = STEP.multipliedBy(3);
    private static final Duration GONE = Duration.ofHours(1);

    private final Database database;
    private final String node;
    private volatile boolean working;
    private volatile boolean atWork;
    private boolean tidied;

    /**
     * Those beside one node; none are at work until they are looked for.
     *
     * @param node its name, unlike that of any other
     */
    public OtherNodes(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    /** This node has committed. */
    void working() {
        working = true;
    }

    boolean areAtWork() {
        return atWork;
    }

    /** Tells the others, and looks for them; while this node does nothing it need not know. */
    public void look() {
        if (!working) {
            return;
        }
        working = false;
        database.execute(handle -> {
            if (!tidied) {
                handle.createUpdate(MARK
                                + "DELETE FROM engine_nodes WHERE at_work < UTC_TIMESTAMP(6) - INTERVAL :gone SECOND")
                        .bind("gone", GONE.toSeconds())
                        .execute();
                tidied = true;
            }
            handle.createUpdate(MARK + """
                            INSERT INTO engine_nodes (node, at_work) VALUES (:node, UTC_TIMESTAMP(6))
                            ON DUPLICATE KEY UPDATE at_work = VALUES(at_work)
                            """).bind("node", node).execute();
            atWork = handle.createQuery(MARK + """
                            SELECT EXISTS (SELECT 1 FROM engine_nodes
                              WHERE node <> :node AND at_work > UTC_TIMESTAMP(6) - INTERVAL :atWork SECOND)
                            """)
                    .bind("node", node)
                    .bind("atWork", AT_WORK.toSeconds())
                    .mapTo(Boolean.class)
                    .one();
        });
    }
}
