package com.aoin.reels.db;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database keeps what it has committed when the power fails, which is up to its settings. */
public final class Durability {
    private static final Logger LOG = LoggerFactory.getLogger(Durability.class);
    private static final Set<String> UNSAFE_METHODS = Set.of("nosync", "littlesync");
    private static final Set<String> NO_DOUBLEWRITE = Set.of("OFF", "0", "DETECT_ONLY");

    private Durability() {}

    /** Warns in the log of each setting by which acknowledged writes can be lost; says whether there is none. */
    public static boolean check(Database database) {
        Map<String, String> settings = new HashMap<>();
        database.read(handle -> handle.createQuery("""
                        SHOW GLOBAL VARIABLES WHERE Variable_name IN ('innodb_flush_log_at_trx_commit',
                          'innodb_doublewrite', 'innodb_flush_method', 'log_bin', 'sync_binlog')
                        """)
                .map((row, context) -> settings.put(row.getString(1), row.getString(2)))
                .list());
        List<String> dangers = dangers(settings);
        dangers.forEach(danger -> LOG.warn("A power failure can lose what was acknowledged: {}", danger));
        return dangers.isEmpty();
    }

    /** A setting that the server does not know is taken to be good: it keeps its promises by other means. */
    static List<String> dangers(Map<String, String> settings) {
        List<String> dangers = new ArrayList<>();
        String flush = settings.getOrDefault("innodb_flush_log_at_trx_commit", "1");
        // MariaDB's 3 flushes more than 1 does.
        if (!flush.equals("1") && !flush.equals("3")) {
            dangers.add("the database runs with innodb_flush_log_at_trx_commit=" + flush + ", set it to 1");
        }
        String doublewrite = settings.getOrDefault("innodb_doublewrite", "ON");
        if (NO_DOUBLEWRITE.contains(doublewrite.toUpperCase(Locale.ROOT))) {
            dangers.add("the database runs with innodb_doublewrite=" + doublewrite + ", set it to ON");
        }
        String method = settings.getOrDefault("innodb_flush_method", "fsync");
        if (UNSAFE_METHODS.contains(method.toLowerCase(Locale.ROOT))) {
            dangers.add("the database runs with innodb_flush_method=" + method + ", set it to fsync or O_DIRECT");
        }
        String binlog = settings.getOrDefault("sync_binlog", "1");
        if (Set.of("ON", "1").contains(settings.getOrDefault("log_bin", "OFF")) && !binlog.equals("1")) {
            dangers.add("the database runs with a binary log and sync_binlog=" + binlog + ", set it to 1");
        }
        return dangers;
    }
}
