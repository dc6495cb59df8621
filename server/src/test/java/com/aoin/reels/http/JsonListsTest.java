package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonListsTest {
    private final List<Integer> taken = new ArrayList<>();

    private void read(String json) throws IOException {
        read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private void read(InputStream json) throws IOException {
        JsonLists.read(
                json,
                3,
                Map.of(
                        "a", new JsonLists.Items(Set.of("id", "name"), row -> taken.add(row.id("id"))),
                        "b", new JsonLists.Items(Set.of("id"), row -> taken.add(-row.id("id")))));
    }

    @Test
    void listsAreTakenInTheirOrder() throws IOException {
        read("""
                {"b": [{"id": 9}], "a": [{"id": 1, "name": null}, {"id": 2, "name": "ü"}, {"name": "x", "id": 3}]}""");
        assertThat(taken).containsExactly(-9, 1, 2, 3);
    }

    @Test
    void nothingIsNoLists() throws IOException {
        read("");
        read("{}");
        read("{\"a\": []}");
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]                             | body",
                "7                              | body",
                "{\"a\": [                      | body",
                "{\"a\": [{\"id\": 1}]} {}      | body",
                "{\"a\": [], \"a\": []}         | body",
                "{\"a\": [{\"id\":1,\"id\":1}]} | body",
                "{\"c\": []}                    | c",
                "{\"a\": null}                  | a",
                "{\"a\": {}}                    | a",
                "{\"a\": [{\"id\":1},{\"id\":1},{\"id\":1},{\"id\":1}]} | a",
                "{\"a\": [7]}                   | a[0]",
                "{\"a\": [{\"id\":1}, null]}    | a[1]",
                "{\"a\": [{\"nam\": 1}]}        | a[0].nam",
                "{\"a\": [{\"id\": []}]}        | a[0].id",
                "{\"a\": [{\"id\": {\"x\":1}}]} | a[0].id",
                "{\"a\": [{\"id\": 1.0}]}       | a[0].id",
                "{\"a\": [{\"id\": 0}]}         | a[0].id",
                "{\"a\": [{\"id\": 2147483648}]}| a[0].id",
                "{\"a\": [{\"id\": 1e2}]}       | a[0].id",
                "{\"a\": [{\"id\": \"1\"}]}     | a[0].id",
                "{\"a\": [{\"id\": 1},{}]}      | a[1].id"
            })
    void theFaultIsNamed(String json, String field) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(ApiException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.field()).isEqualTo(field);
        });
    }

    @Test
    void aStreamThatFailsIsNoFaultOfTheJson() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new SocketTimeoutException("slow");
            }
        };
        assertThatThrownBy(() -> read(broken)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theStreamStaysOpenForWhoeverOpenedIt() throws IOException {
        boolean[] closed = {false};
        read(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        assertThat(closed[0]).isFalse();
    }
}
