package com.aoin.reels.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeOutputTest {
    private static ProbeOutput read(String... lines) throws MediaException {
        ProbeOutput output = new ProbeOutput(100);
        for (String line : lines) {
            output.accept(line);
        }
        return output;
    }

    private static String packet(String pts, String dts, String duration, String flags) {
        return "packet|stream_index=0|pts=" + pts + "|dts=" + dts + "|duration=" + duration + "|flags=" + flags;
    }

    private static String video(String base, String average) {
        return "stream|index=0|codec_name=h264|codec_type=video|pix_fmt=yuv420p|time_base=1/1000|r_frame_rate=" + base
                + "|avg_frame_rate=" + average;
    }

    private static long millis(ProbeOutput output) throws MediaException {
        return output.duration(output.videos().getFirst()).toMillis();
    }

    @Test
    void theLastToEndNeedNotComeLast() throws MediaException {
        ProbeOutput output = read(
                packet("40", "0", "40", "K__"),
                packet("160", "40", "40", "___"),
                packet("80", "80", "40", "___"),
                video("25/1", "25/1"));
        assertThat(millis(output)).isEqualTo(160);
    }

    @Test
    void aLastPacketWithoutDurationLastsAsLongAsTheOthers() throws MediaException {
        ProbeOutput output = read(
                packet("0", "0", "N/A", "K__"),
                packet("50", "50", "N/A", "___"),
                packet("100", "100", "N/A", "___"),
                video("1/1", "1/1"));
        assertThat(millis(output)).isEqualTo(150);
    }

    @Test
    void aSinglePacketWithoutDurationLastsOneFrame() throws MediaException {
        assertThat(millis(read(packet("7", "7", "N/A", "K__"), video("25/1", "25/1"))))
                .isEqualTo(40);
    }

    @Test
    void decodingTimesServeWhereThereAreNoOthers() throws MediaException {
        assertThat(millis(
                        read(packet("N/A", "0", "40", "K__"), packet("N/A", "40", "40", "___"), video("25/1", "25/1"))))
                .isEqualTo(80);
    }

    @Test
    void whatIsNeverShownDoesNotCount() throws MediaException {
        ProbeOutput output =
                read(packet("-200", "-200", "40", "KD_"), packet("0", "0", "40", "K__"), video("25/1", "25/1"));
        assertThat(millis(output)).isEqualTo(40);
        assertThat(read(packet("0", "0", "40", "KD_"), video("25/1", "25/1")).videos())
                .isEmpty();
    }

    @Test
    void picturesAreNoVideo() throws MediaException {
        assertThat(read(packet("0", "0", "40", "K__"), video("25/1", "25/1") + "|disposition:attached_pic=1")
                        .videos())
                .isEmpty();
    }

    @Test
    void theClockBeginsWithTheEarliestStream() throws MediaException {
        ProbeOutput output = read(
                packet("2000", "2000", "40", "K__"),
                "packet|stream_index=1|pts=500|dts=500|duration=20|flags=K__",
                video("25/1", "25/1"),
                "stream|index=1|codec_name=aac|codec_type=audio|time_base=1/1000");
        assertThat(output.endOnClock(output.videos().getFirst())).isEqualTo(Duration.ofMillis(1540));
        assertThat(output.audio()).map(ProbedStream::codec).contains("aac");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "packet|stream_index=x|pts=0|dts=0|duration=1|flags=K__",
                "packet|stream_index=0|pts=9223372036854775807|dts=0|duration=9223372036854775807|flags=K__",
                "packet|stream_index=0|pts=99999999999999999999|dts=0|duration=1|flags=K__"
            })
    void nonsenseIsTheFilesFault(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.kind()).isEqualTo(MediaException.Kind.NOT_DECODABLE));
    }

    @Test
    void timestampsBeyondAYearAreNonsense() throws MediaException {
        ProbeOutput output = read(
                packet("-9223372036854775000", "0", "1", "K__"),
                packet("9223372036854775000", "0", "1", "K__"),
                video("25/1", "25/1"));
        assertThatThrownBy(() -> millis(output)).isInstanceOf(MediaException.class);
    }

    @Test
    void tooManyPacketsAreTooComplex() {
        ProbeOutput output = new ProbeOutput(1);
        assertThatThrownBy(() -> {
                    output.accept(packet("0", "0", "1", "K__"));
                    output.accept(packet("1", "1", "1", "K__"));
                })
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.kind()).isEqualTo(MediaException.Kind.TOO_COMPLEX));
    }

    @ParameterizedTest
    @CsvSource({
        "30/1, 30/1, 30/1",
        "30000/1001, 30000/1001, 30000/1001",
        "120/1, 120/1, 120/2",
        "240/1, 240/1, 240/4",
        "30/1, 2997/100, 30/1",
        "25/1, 249/10, 25/1",
        "90000/1, 24/1, 30/1",
        "1000/1, 48/1, 60/1",
        "0/0, 0/0, 30/1"
    })
    void steadyRates(String base, String average, String rate) throws MediaException {
        ProbeOutput output = read(packet("0", "0", "40", "K__"), video(base, average));
        assertThat(output.videos().getFirst().steadyRate()).hasToString(rate);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "499, 1", "1499, 1", "1500, 2", "60499, 60", "60500, 61"})
    void roundedSeconds(long millis, int seconds) {
        Fraction one = new Fraction(1, 1);
        VideoProbe probe = new VideoProbe(
                Duration.ofMillis(millis),
                Duration.ofMillis(millis),
                1080,
                1920,
                one,
                one,
                "h264",
                "yuv420p",
                DynamicRange.STANDARD,
                true,
                null,
                0,
                -1);
        assertThat(probe.roundedSeconds()).isEqualTo(seconds);
        assertThat(probe.resolution()).isEqualTo("1080x1920");
    }

    @ParameterizedTest
    @CsvSource({
        "h264, yuv420p, aac, true",
        "h264, yuv420p, , true",
        "h264, yuvj420p, aac, true",
        "h264, yuv420p10le, aac, false",
        "h264, yuv422p, aac, false",
        "h264, yuv420p, mp3, false",
        "hevc, yuv420p, aac, false"
    })
    void remuxable(String video, String pixels, String audio, boolean remuxable) {
        Fraction one = new Fraction(1, 1);
        VideoProbe probe = new VideoProbe(
                Duration.ZERO,
                Duration.ZERO,
                2,
                2,
                one,
                one,
                video,
                pixels,
                DynamicRange.STANDARD,
                true,
                audio,
                0,
                audio == null ? -1 : 1);
        assertThat(probe.remuxable()).isEqualTo(remuxable);
    }
}
