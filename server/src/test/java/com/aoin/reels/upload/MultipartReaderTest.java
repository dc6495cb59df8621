package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aoin.reels.upload.MultipartReader.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String BOUNDARY = "-a-ab";

    /** Contents full of beginnings of the delimiter, in pieces of every size, as a network delivers them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8192, 1 << 20})
    void givesBackEveryPart(int piece) throws IOException {
        Random random = new Random(piece);
        for (int round = 0; round < 200; round++) {
            List<String> parts = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                parts.add(content(random, random.nextInt(piece > 100 ? 200_000 : 300)));
            }
            assertThat(read(form(parts), piece)).isEqualTo(parts);
            if (piece > 100 && round > 10) {
                break;
            }
        }
    }

    /** Bytes of the delimiter in any order, but never the delimiter. */
    private static String content(Random random, int length) {
        String delimiter = "\r\n--" + BOUNDARY;
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int from = random.nextInt(delimiter.length());
            text.append(delimiter, from, from + random.nextInt(delimiter.length() - from));
            text.append(delimiter, 0, random.nextInt(delimiter.length()));
        }
        return text.toString().replace(delimiter, "\r\n--" + BOUNDARY.substring(1));
    }

    private static String form(List<String> parts) {
        StringBuilder form = new StringBuilder("--" + BOUNDARY);
        for (String part : parts) {
            form.append("\r\nA: b\r\n\r\n").append(part).append("\r\n--").append(BOUNDARY);
        }
        return form.append("--\r\n").toString();
    }

    private static List<String> read(String form, int piece) throws IOException {
        MultipartReader reader = new MultipartReader(new Pieces(form, piece), BOUNDARY);
        List<String> parts = new ArrayList<>();
        while (reader.next()) {
            assertThat(reader.headers()).isEqualTo("A: b\r\n\r\n");
            parts.add(new String(reader.body().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return parts;
    }

    /** Large reads go past the reader's own buffer, and whatever follows the part must come back into it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 63, 4096, 65_536, 524_288})
    void givesBackEveryPartToReadersOfAnySize(int size) throws IOException {
        Random random = new Random(size);
        for (int round = 0; round < 10; round++) {
            List<String> parts = List.of(
                    content(random, random.nextInt(200_000)),
                    content(random, random.nextInt(300)),
                    content(random, 70_000));
            MultipartReader reader =
                    new MultipartReader(new Pieces(form(parts), 1 + random.nextInt(100_000)), BOUNDARY);
            List<String> found = new ArrayList<>();
            while (reader.next()) {
                reader.headers();
                found.add(readIn(size, reader.body()));
            }
            assertThat(found).isEqualTo(parts);
        }
    }

    private static String readIn(int size, InputStream body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] bytes = new byte[size];
        for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
            whole.write(bytes, 0, n);
        }
        return whole.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void skipsThePreambleAndWhatIsLeftOfAPart() throws IOException {
        MultipartReader reader = new MultipartReader(
                new Pieces("preamble\r\n--x\r\nA: b\r\n\r\nleft unread\r\n--x\r\n\r\nread\r\n--x--", 5), "x");

        assertThat(reader.next()).isTrue();
        assertThat(reader.headers()).isEqualTo("A: b\r\n\r\n");
        assertThat(reader.body().read()).isEqualTo('l');
        assertThat(reader.next()).isTrue();
        assertThat(reader.headers()).isEqualTo("\r\n");
        assertThat(reader.body().readAllBytes()).asString().isEqualTo("read");
        assertThat(reader.body().read()).isEqualTo(-1);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void readsFileNamesInUtf8() throws IOException {
        MultipartReader reader = new MultipartReader(new Pieces("--x\r\nname=Füße🎬\r\n\r\n\r\n--x--", 1), "x");

        assertThat(reader.next()).isTrue();
        assertThat(reader.headers()).isEqualTo("name=Füße🎬\r\n\r\n");
        assertThat(reader.body().read()).isEqualTo(-1);
    }

    @Test
    void everyBodyCutShortEndsTooEarly() {
        String form = form(List.of("content", "more"));
        for (int length = 0; length < form.length() - 2; length++) {
            String cut = form.substring(0, length);
            assertThatThrownBy(() -> read(cut, 3)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void refusesWhatBreaksTheForm() {
        assertThatThrownBy(() -> read("--" + BOUNDARY + "x\r\nA: b\r\n\r\n", 9)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> read("--" + BOUNDARY + "\r\n" + "A".repeat(10_000), 9))
                .isInstanceOf(MalformedException.class);
    }

    /** Delivers at most so many bytes at a time. */
    private static final class Pieces extends InputStream {
        private final InputStream in;
        private final int size;

        Pieces(String text, int size) {
            this.in = new ByteArrayInputStream(bytes(text));
            this.size = size;
        }

        private static byte[] bytes(String text) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            return bytes.toByteArray();
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return in.read(bytes, offset, Math.min(length, size));
        }
    }
}
