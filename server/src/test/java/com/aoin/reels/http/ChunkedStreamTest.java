package com.aoin.reels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.DataReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedStreamTest {
    private static final String BODY = "5\r\nhello\r\n1;why=not\r\n \r\n00b\r\nworld\r\n\r\n\r\n\r\n0\r\nX: y\r\n\r\n";
    private static final String CONTENT = "hello world\r\n\r\n\r\n";

    /** The bytes as they come from a connection, one array after the other. */
    private static DataReader arriving(Stream<byte[]> pieces) {
        Iterator<byte[]> next = pieces.iterator();
        return DataReader.create(() -> next.hasNext() ? next.next() : null);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void bodiesCutAnywhereAreReadAlike() throws IOException {
        byte[] bytes = ascii(BODY + "GET");
        for (int at = 1; at < bytes.length; at++) {
            DataReader reader =
                    arriving(Stream.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length)));
            assertThat(new ChunkedStream(reader).readAllBytes()).asString().isEqualTo(CONTENT);
            assertThat(reader.readAsciiString(3)).isEqualTo("GET");
        }
        DataReader single = arriving(IntStream.range(0, bytes.length).mapToObj(i -> new byte[] {bytes[i]}));
        assertThat(new ChunkedStream(single).readAllBytes()).asString().isEqualTo(CONTENT);
    }

    /** A chunk of 2 GiB is announced, and what has come of it can be read. */
    @Test
    void aChunkIsNotWaitedFor() {
        ChunkedStream stream = new ChunkedStream(arriving(Stream.of(ascii("7fffffff\r\nabc"))));
        byte[] buffer = new byte[10];
        assertThat(stream.read(buffer, 0, 10)).isEqualTo(3);
        assertThatThrownBy(() -> stream.read(buffer, 0, 10))
                .isInstanceOf(DataReader.InsufficientDataAvailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "-1\r\nx",
                "+1\r\nx\r\n0\r\n\r\n",
                "0x1\r\nx\r\n0\r\n\r\n",
                " 1\r\nx\r\n0\r\n\r\n",
                "1\nx\n0\n\n",
                "g\r\n",
                "80000000\r\nx",
                "100000001\r\nx",
                "1\r\nxy\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n"
            })
    void whatBreaksTheFramingIsRefused(String body) {
        assertThatThrownBy(() -> new ChunkedStream(arriving(Stream.of(ascii(body)))).readAllBytes())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linesAndTrailersAreBounded() {
        assertThatThrownBy(() -> new ChunkedStream(arriving(Stream.of(ascii("1;" + "x".repeat(2000))))).readAllBytes())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new ChunkedStream(arriving(Stream.of(ascii("0\r\n" + "a: b\r\n".repeat(40))))).readAllBytes())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
