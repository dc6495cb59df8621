package com.aoin.reels.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
    private static Optional<Container> detect(String head) throws IOException {
        byte[] bytes = (head + "\0".repeat(200)).getBytes(StandardCharsets.ISO_8859_1);
        return Container.detect(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isom", "iso2", "iso5", "mp41", "mp42", "avc1", "dash", "qt  ", "M4V ", "MSNV", "3gp4", "3gp5", "3g2a",
                "XAVC"
            })
    void brandsOfVideo(String brand) throws IOException {
        assertThat(detect("\0\0\0\u0018ftyp" + brand)).contains(Container.MP4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"M4A ", "M4B ", "heic", "heix", "hevc", "mif1", "msf1", "avif", "avis", "crx ", "jp2 "})
    void brandsOfPicturesAndSound(String brand) throws IOException {
        assertThat(detect("\0\0\0\u0018ftyp" + brand)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"moov", "mdat", "free", "skip", "pnot"})
    void quickTimeWithoutFtyp(String atom) throws IOException {
        assertThat(detect("\0\0\0\u0010" + atom)).contains(Container.MP4);
    }

    @Test
    void quickTimeThatBeginsWithWide() throws IOException {
        assertThat(detect("\0\0\0\u0008wide\0\0\0\u0010mdat")).contains(Container.MP4);
    }

    @Test
    void theOthers() throws IOException {
        assertThat(detect("RIFF\0\0\1\0AVI LIST")).contains(Container.AVI);
        assertThat(detect("\u001aE\u00df\u00a3\u0093B\u0082\u0088matroska")).contains(Container.MKV);
        assertThat(
                        detect(
                                "\u001aE\u00df\u00a3\u009fB\u0086\u0081\1B\u00f7\u0081\1B\u00f2\u0081\4B\u00f3\u0081\u0008B\u0082\u0084webm"))
                .contains(Container.MKV);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RIFF\0\0\1\0WAVEfmt ",
                "RIFF\0\0\1\0WEBPVP8 ",
                "\u0089PNG\r\n\u001a\n",
                "\u00ff\u00d8\u00ff\u00e0",
                "GIF89a",
                "%PDF-1.7",
                "PK\3\4",
                "<html><body>",
                "#EXTM3U\n",
                "ffconcat version 1.0\n",
                "OggS\0",
                "ID3\3\0",
                "FLV\1\5",
                "G@\0\u0010",
                "MZ",
                "\u007fELF\2\1\1"
            })
    void everythingElse(String head) throws IOException {
        assertThat(detect(head)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mp4, MP4, video/mp4",
        "mov, MP4, video/quicktime",
        "avi, AVI, video/x-msvideo",
        "mkv, MKV, video/x-matroska"
    })
    void extensions(String extension, Container container, String contentType) {
        assertThat(Container.ofExtension(extension)).contains(container);
        assertThat(Container.contentType(extension)).isEqualTo(contentType);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MP4", "webm", "m4v", "mp4 ", ".mp4", "exe"})
    void otherExtensions(String extension) {
        assertThat(Container.ofExtension(extension)).isEmpty();
        assertThatThrownBy(() -> Container.contentType(extension)).isInstanceOf(IllegalArgumentException.class);
    }
}
