package com.aoin.reels.interaction.engine;

import com.aoin.reels.db.Database;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/**
 * Whether other nodes commit as well, to the same database and right now. Each that does says so in a row of its own, once
 * a second, so it is noticed within two seconds and forgotten within five. Nothing has to be right because of it: it only
 * tells how many batches are worth having under way.
 */
public final class OtherNodes {
    /** How often to {@link #look}. */
    public static final Duration STEP = Duration.ofSeconds(1);

    /** Begins each statement, so that whoever looks at what the database does knows them. They read the few rows there are. */
    private static final String MARK = "/* nodes */ ";

    private static final Duration AT_WORK = STEP.multipliedBy(3);
    private static final Duration GONE = Duration.ofHours(1);
    /** Others who do less than this part of what this node does do not count. */
    private static final int PART = 4;

    private final Database database;
    private final String node;
    private final AtomicLong commands = new AtomicLong();
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

    /** This node has committed so many commands. */
    void committed(long count) {
        commands.addAndGet(count);
    }

    /** Whether they do enough for it to matter. */
    boolean areAtWork() {
        return atWork;
    }

    /** Tells the others, and looks for them; a node that does nothing need not know. */
    public void look() {
        long own = commands.getAndSet(0);
        boolean enough = false;
        try {
            enough = own > 0 && database.read(handle -> tell(handle, own) * PART >= own);
        } finally {
            // Also when they cannot be asked.
            atWork = enough;
        }
        if (own > 0 && !tidied) {
            database.execute(OtherNodes::tidy);
            tidied = true;
        }
    }

    /** How much the others have told of. */
    private long tell(Handle handle, long own) {
        handle.createUpdate(MARK + """
                        INSERT INTO engine_nodes (node, at_work, commands) VALUES (:node, UTC_TIMESTAMP(6), :commands)
                        ON DUPLICATE KEY UPDATE at_work = VALUES(at_work), commands = VALUES(commands)
                        """)
                .bind("node", node)
                .bind("commands", Math.min(own, Integer.MAX_VALUE))
                .execute();
        return handle.createQuery(MARK + """
                        SELECT COALESCE(SUM(commands), 0) FROM engine_nodes
                        WHERE node <> :node AND at_work > UTC_TIMESTAMP(6) - INTERVAL :atWork SECOND
                        """)
                .bind("node", node)
                .bind("atWork", AT_WORK.toSeconds())
                .mapTo(Long.class)
                .one();
    }

    /** Each start of a node has a name of its own. */
    private static void tidy(Handle handle) {
        handle.createUpdate(MARK + "DELETE FROM engine_nodes WHERE at_work < UTC_TIMESTAMP(6) - INTERVAL :gone SECOND")
                .bind("gone", GONE.toSeconds())
                .execute();
    }
}
