package com.aoin.reels.media;

import static com.aoin.reels.media.TestClips.join;
import static com.aoin.reels.media.TestClips.make;
import static com.aoin.reels.media.TestClips.picture;
import static com.aoin.reels.media.TestClips.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aoin.reels.media.MediaException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each is refused for the right reason, soon, and leaves no process behind. */
@Timeout(180)
class HostileVideoIT {
    private final VideoTools tools = TestClips.tools();

    @TempDir
    Path folder;

    @AfterEach
    void noProcessIsLeft() {
        assertThat(TestClips.childProcesses()).isEmpty();
    }

    private Kind refusal(Path file, Container container) {
        MediaException refused = catchThrowableOfType(MediaException.class, () -> {
            VideoProbe probe = tools.probe(file, container);
            tools.thumbnail(file, container, probe, folder.resolve("t.jpg"));
        });
        assertThat(refused).isNotNull();
        assertThat(folder.resolve("t.jpg")).doesNotExist();
        return refused.kind();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://SECRET\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile 'SECRET'\n",
                "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 1 RTP/AVP 96\n",
                "<?xml version=\"1.0\"?><MPD><BaseURL>file://SECRET</BaseURL></MPD>",
                "",
                "\0\0\0"
            })
    void listsThatNameOtherFiles(String text) throws Exception {
        Path secret = TestClips.h264(1, 64, 64);
        Path file = Files.writeString(folder.resolve("list.mp4"), text.replace("SECRET", secret.toString()));
        assertThat(Container.detect(file)).isEmpty();
        for (Container container : Container.values()) {
            assertThat(refusal(file, container)).isEqualTo(Kind.NOT_DECODABLE);
        }
    }

    /** A Mac alias in the data reference may name any file here as the one that holds the samples. */
    @Test
    void samplesInAnotherFile() throws Exception {
        Path whole = make("dref.mov", join(picture(1, 64, 64), new String[] {"-c:v", "mpeg4"}));
        Bytes bytes = Bytes.of(whole);
        byte[] alias = alias(whole.toString());
        int entry = bytes.find("dref", bytes.find("minf", 0)) + 4 + 8;
        int grown = alias.length - bytes.getInt(entry);
        bytes.replace(entry, entry + bytes.getInt(entry), alias);
        for (String box : new String[] {"moov", "trak", "mdia", "minf", "dinf", "dref"}) {
            int at = bytes.find(box, box.equals("dinf") || box.equals("dref") ? bytes.find("minf", 0) : 0) - 4;
            bytes.putInt(at, bytes.getInt(at) + grown);
        }
        assertThat(refusal(bytes.save(folder.resolve("alias.mov")), Container.MP4))
                .isEqualTo(Kind.NOT_DECODABLE);
    }

    private static byte[] alias(String path) {
        byte[] name = path.getBytes(StandardCharsets.ISO_8859_1);
        int padded = (name.length + 1) / 2 * 2;
        ByteBuffer record = ByteBuffer.allocate(12 + 150 + 4 + padded + 4);
        record.putInt(record.capacity())
                .put("alis".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(0);
        record.position(12 + 150)
                .putShort((short) 2)
                .putShort((short) name.length)
                .put(name);
        record.position(12 + 150 + 4 + padded).putShort((short) -1).putShort((short) 0);
        return record.array();
    }

    @Test
    void pixelsAreCounted() {
        MediaLimits small = new MediaLimits(
                64 * 64 - 1,
                1000,
                2L << 30,
                1 << 20,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                1,
                1,
                Duration.ofSeconds(1));
        MediaException refused = catchThrowableOfType(
                MediaException.class,
                () -> new VideoTools(TestClips.binaries(), small).probe(TestClips.h264(1, 64, 64), Container.MP4));
        assertThat(refused.kind()).isEqualTo(Kind.TOO_COMPLEX);
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 20_000, 65_500})
    void anEnormousJpegFrame(int edge) throws Exception {
        Bytes bytes = Bytes.of(make("bomb.mkv", join(picture(0.3, 64, 64), new String[] {"-c:v", "mjpeg"})));
        for (int frame = 0, at = 0; frame < 3; frame++) {
            at = bytes.find("\u00ff\u00c0\u0000\u0011\u0008", at) + 5;
            bytes.putShort(at, edge).putShort(at + 2, edge);
        }
        assertThat(refusal(bytes.save(folder.resolve("b.mkv")), Container.MKV))
                .isIn(Kind.TOO_COMPLEX, Kind.NOT_DECODABLE);
    }

    @ParameterizedTest
    @CsvSource({"20000, 20000", "65000, 4000", "2147483647, 2147483647", "0, 0"})
    void anEnormousPng(int width, int height) throws Exception {
        Bytes bytes = Bytes.of(make("png.mov", join(picture(0.1, 64, 64), new String[] {"-c:v", "png"})));
        int header = bytes.find("IHDR", 0) + 4;
        Path file = bytes.putInt(header, width).putInt(header + 4, height).save(folder.resolve("b.mov"));
        assertThat(refusal(file, Container.MP4)).isIn(Kind.TOO_COMPLEX, Kind.NOT_DECODABLE);
    }

    /** 35 million black pixels in a hundred kilobytes are within the limits, and so must simply work. */
    @Test
    void theLargestPictureAllowed() throws Exception {
        Path file = large();
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.resolution()).isEqualTo("8192x4352");
        tools.thumbnail(file, Container.MP4, probe, folder.resolve("t.jpg"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 40_000_000, Integer.MAX_VALUE, -1})
    void millionsOfSamplesInATinyFile(int samples) throws Exception {
        Bytes bytes = Bytes.of(TestClips.silent(1, 64, 64));
        int sizes = bytes.find("stsz", 0) + 8;
        int times = bytes.find("stts", 0) + 12;
        int chunks = bytes.find("stsc", 0) + 12;
        bytes.putInt(sizes, 1)
                .putInt(sizes + 4, samples)
                .putInt(times, samples)
                .putInt(times + 4, 1)
                .putInt(chunks + 4, samples);
        assertThat(refusal(bytes.save(folder.resolve("b.mp4")), Container.MP4))
                .isIn(Kind.TOO_COMPLEX, Kind.NOT_DECODABLE);
    }

    @Test
    void packetsAreCounted() throws Exception {
        MediaLimits few = limits(5, Duration.ofSeconds(20), 2L << 30, 1 << 20, 2);
        MediaException refused = catchThrowableOfType(
                MediaException.class,
                () -> new VideoTools(TestClips.binaries(), few).probe(TestClips.h264(1, 64, 64), Container.MP4));
        assertThat(refused.kind()).isEqualTo(Kind.TOO_COMPLEX);
    }

    @Test
    void aPictureAttachedToSoundIsNoVideo() throws Exception {
        Path cover = make("cover.jpg", "-f", "lavfi", "-i", "color=red:s=300x300:d=1", "-frames:v", "1");
        for (String extension : new String[] {"mp4", "mkv"}) {
            String[] attach = extension.equals("mkv")
                    ? new String[] {"-attach", cover.toString(), "-metadata:s:t", "mimetype=image/jpeg"}
                    : new String[] {
                        "-i",
                        cover.toString(),
                        "-map",
                        "0",
                        "-map",
                        "1",
                        "-disposition:v:0",
                        "attached_pic",
                        "-c:v",
                        "copy"
                    };
            Path file = make("only-cover." + extension, join(sound(1), attach, "-c:a", "aac"));
            Container container = Container.detect(file).orElseThrow();
            assertThat(refusal(file, container)).isEqualTo(Kind.NOT_DECODABLE);
        }
    }

    @Test
    void soundAloneIsNoVideo() {
        Path file = make("sound.mp4", join(sound(1), new String[] {"-c:a", "aac"}));
        assertThat(refusal(file, Container.MP4)).isEqualTo(Kind.NOT_DECODABLE);
    }

    @Test
    void aVideoWithoutOneWholeFrameIsNoVideo() throws Exception {
        Path whole = TestClips.silent(1, 64, 64);
        Bytes bytes = Bytes.of(whole);
        int samples = bytes.find("mdat", 0);
        Path file = bytes.fill(samples + 4, samples - 4 + bytes.getInt(samples - 4), (byte) 0)
                .save(folder.resolve("b.mp4"));
        assertThat(refusal(file, Container.MP4)).isEqualTo(Kind.NOT_DECODABLE);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void theDemuxerIsTheOneOfTheDetectedType(Container wrong) {
        Path file = wrong == Container.MP4 ? TestClips.mkv(1, 64, 64) : TestClips.h264(1, 64, 64);
        assertThat(refusal(file, wrong)).isEqualTo(Kind.NOT_DECODABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-y.mp4", "concat:a|b.mp4", "http:x.mp4", "%03d.mp4", "a b\n'\"$(x);.mp4", "pipe:0"})
    void namesAreOnlyNames(String name) throws Exception {
        Path file = Files.copy(TestClips.h264(1, 64, 64), folder.resolve(name));
        VideoProbe probe = tools.probe(file, Container.MP4);
        Path copies = Files.createDirectory(folder.resolve("out"));
        tools.thumbnail(file, Container.MP4, probe, copies.resolve(name));
        assertThat(Container.detect(copies.resolve(name))).isEqualTo(Optional.empty());
        tools.remux(file, Container.MP4, probe, copies.resolve(name));
        assertThat(Container.detect(copies.resolve(name))).contains(Container.MP4);
    }

    @Test
    void timeIsLimited() throws Exception {
        Path file = TestClips.make("long.mp4", join(picture(30, 640, 640), new String[] {"-c:v", "mpeg4"}));
        VideoProbe probe = tools.probe(file, Container.MP4);
        VideoTools hasty =
                new VideoTools(TestClips.binaries(), limits(100_000, Duration.ofMillis(300), 2L << 30, 1 << 28, 2));
        Path output = folder.resolve("o.mp4");
        MediaException refused =
                catchThrowableOfType(MediaException.class, () -> hasty.transcode(file, Container.MP4, probe, output));
        assertThat(refused.kind()).isEqualTo(Kind.TOO_COMPLEX);
        assertThat(output).doesNotExist();
    }

    @Test
    void outputIsLimited() throws Exception {
        Path file = TestClips.h264(2, 320, 320);
        VideoProbe probe = tools.probe(file, Container.MP4);
        VideoTools narrow =
                new VideoTools(TestClips.binaries(), limits(100_000, Duration.ofSeconds(20), 2L << 30, 4096, 2));
        Path output = folder.resolve("o.mp4");
        MediaException refused =
                catchThrowableOfType(MediaException.class, () -> narrow.transcode(file, Container.MP4, probe, output));
        assertThat(refused.kind()).isEqualTo(Kind.TOO_COMPLEX);
        assertThat(output).doesNotExist();
    }

    @Test
    void memoryIsLimited() {
        Path file = large();
        VideoTools small =
                new VideoTools(TestClips.binaries(), limits(100_000, Duration.ofSeconds(20), 250L << 20, 1 << 20, 2));
        MediaException refused = catchThrowableOfType(MediaException.class, () -> small.probe(file, Container.MP4));
        assertThat(refused.kind()).isEqualTo(Kind.TOO_COMPLEX);
    }

    @Test
    void processesAreLimited() {
        VideoTools busy =
                new VideoTools(TestClips.binaries(), limits(100_000, Duration.ofSeconds(20), 2L << 30, 1 << 20, 0));
        MediaException refused =
                catchThrowableOfType(MediaException.class, () -> busy.probe(TestClips.h264(1, 64, 64), Container.MP4));
        assertThat(refused.kind()).isEqualTo(Kind.BUSY);
    }

    @Test
    void ourOwnFaultsAreNotTheFiles() throws Exception {
        Path file = TestClips.h264(1, 64, 64);
        FfmpegBinaries missing =
                new FfmpegBinaries(folder.resolve("ffmpeg"), folder.resolve("ffprobe"), null, "libx264");
        VideoTools broken = new VideoTools(missing, MediaLimits.defaults());
        assertThat(catchThrowableOfType(MediaException.class, () -> broken.probe(file, Container.MP4))
                        .kind())
                .isEqualTo(Kind.TOOL_FAILED);
        VideoProbe probe = tools.probe(file, Container.MP4);
        Path nowhere = folder.resolve("none/t.jpg");
        assertThat(catchThrowableOfType(
                                MediaException.class, () -> tools.thumbnail(file, Container.MP4, probe, nowhere))
                        .kind())
                .isEqualTo(Kind.TOOL_FAILED);
    }

    @Test
    void interruptingTheCallerKillsTheChild() throws Exception {
        Path file = TestClips.make("long.mp4", join(picture(30, 640, 640), new String[] {"-c:v", "mpeg4"}));
        VideoProbe probe = tools.probe(file, Container.MP4);
        Path output = folder.resolve("o.mp4");
        Thread caller = Thread.ofVirtual().start(() -> {
            Throwable thrown = catchThrowableOfType(
                    InterruptedException.class, () -> tools.transcode(file, Container.MP4, probe, output));
            assertThat(thrown).isNotNull();
        });
        while (Files.notExists(output)) {
            Thread.onSpinWait();
        }
        caller.interrupt();
        caller.join();
        assertThat(output).doesNotExist();
    }

    private static Path large() {
        return make(
                "large.mov",
                "-f",
                "lavfi",
                "-i",
                "color=black:s=8192x4352:r=1:d=1",
                "-pix_fmt",
                "rgb24",
                "-c:v",
                "png",
                "-compression_level",
                "1");
    }

    private static MediaLimits limits(int packets, Duration time, long memory, long output, int foreground) {
        return new MediaLimits(8192L * 4352, packets, memory, output, time, time, foreground, 1, Duration.ofMillis(50));
    }
}
