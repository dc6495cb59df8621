package com.aoin.reels.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings of a database survive a power failure. */
class DurabilityTest {

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 1, true",
        "innodb_flush_log_at_trx_commit, 3, true",
        "innodb_flush_log_at_trx_commit, 2, false",
        "innodb_flush_log_at_trx_commit, 0, false",
        "innodb_doublewrite, ON, true",
        "innodb_doublewrite, DETECT_AND_RECOVER, true",
        "innodb_doublewrite, OFF, false",
        "innodb_doublewrite, DETECT_ONLY, false",
        "innodb_flush_method, O_DIRECT, true",
        "innodb_flush_method, fsync, true",
        "innodb_flush_method, nosync, false",
        // Without a binary log nobody cares when it is flushed.
        "sync_binlog, 0, true"
    })
    void eachSettingIsToldByItself(String name, String value, boolean safe) {
        var dangers = Durability.dangers(Map.of(name, value));
        if (safe) {
            assertThat(dangers).isEmpty();
        } else {
            assertThat(dangers).singleElement().asString().contains(name + "=" + value);
        }
    }

    @ParameterizedTest
    @CsvSource({"ON, 1, 0", "ON, 0, 1", "ON, 100, 1", "OFF, 0, 0"})
    void theBinaryLogIsFlushedWhereThereIsOne(String log, String sync, int dangers) {
        assertThat(Durability.dangers(Map.of("log_bin", log, "sync_binlog", sync)))
                .hasSize(dangers);
    }

    @Test
    void aServerThatTellsNothingIsTrusted() {
        assertThat(Durability.dangers(Map.of())).isEmpty();
    }
}
