package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.uri.UriQuery;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private enum Sort {
        NEWEST,
        LIKES
    }

    private static Query query(String raw) {
        return new Query(UriQuery.create(raw));
    }

    private static void refused(String field, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @Test
    void whatIsMissingOrBlankIsNotThere() {
        for (String raw : new String[] {"", "a=", "a=%20", "a", "b=1"}) {
            assertThat(query(raw).text("a")).as(raw).isNull();
            assertThat(query(raw).id("a")).as(raw).isNull();
            assertThat(query(raw).flag("a", true)).as(raw).isTrue();
        }
        assertThat(query("a=1&a=2").id("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "1, true", "false, false", "0, false"})
    void flags(String text, boolean value) {
        assertThat(query("a=" + text).flag("a", !value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "2", "-1", "on", "truefalse", "TRUE", "False"})
    void otherFlagsAreRefused(String text) {
        refused("a", () -> query("a=" + text).flag("a", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "2147483648", "99999999999999999999", "1.0", "1e3", "0x1", "abc", "1,2", "%D9%A1"})
    void whatIsNoIdIsRefused(String text) {
        refused("a", () -> query("a=" + text).id("a"));
    }

    @Test
    void pagesHaveBounds() {
        assertThat(query("").page()).isEqualTo(new PageRequest(1, 20));
        assertThat(query("page=2147483647&per_page=100").page().offset()).isEqualTo(214_748_364_600L);
        refused("page", () -> query("page=0").page());
        refused("page", () -> query("page=2147483648").page());
        refused("page", () -> query("page=x").page());
        refused("per_page", () -> query("per_page=0").page());
        refused("per_page", () -> query("per_page=101").page());
        refused("per_page", () -> query("per_page=-5").page());
    }

    @Test
    void choices() {
        assertThat(query("s=likes").choice("s", Sort.NEWEST, Sort.class)).isEqualTo(Sort.LIKES);
        assertThat(query("").choice("s", Sort.NEWEST, Sort.class)).isEqualTo(Sort.NEWEST);
        refused("s", () -> query("s=LIKES").choice("s", Sort.NEWEST, Sort.class));
        refused("s", () -> query("s=oldest").choice("s", Sort.NEWEST, Sort.class));
    }

    @Test
    void fields() {
        assertThat(query("fields=a,%20b,,c").fields().include("b")).isTrue();
        assertThat(query("fields=a").fields().include("b")).isFalse();
        assertThat(query("fields=,").fields().include("b")).isTrue();
        assertThat(query("fields=").fields().include("b")).isTrue();
        assertThat(query("fields=a,a").fields().include("a")).isTrue();
    }
}
