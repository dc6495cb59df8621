package com.aoin.reels.media;

import static com.aoin.reels.media.TestClips.join;
import static com.aoin.reels.media.TestClips.make;
import static com.aoin.reels.media.TestClips.picture;
import static com.aoin.reels.media.TestClips.sound;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What phones, cameras and editors make, measured and cut by the real ffmpeg. */
class VideoToolsIT {
    private final VideoTools tools = TestClips.tools();

    @TempDir
    Path folder;

    record Clip(
            String what,
            Supplier<Path> file,
            Container container,
            String resolution,
            double seconds,
            boolean remuxable,
            boolean sound) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Clip> clips() {
        return Stream.of(
                new Clip("mp4", () -> TestClips.h264(2, 160, 284), Container.MP4, "160x284", 2, true, true),
                new Clip("mp4 silent", () -> TestClips.silent(2, 160, 284), Container.MP4, "160x284", 2, true, false),
                new Clip("mov", () -> TestClips.mov(2, 160, 284), Container.MP4, "160x284", 2, true, true),
                new Clip("mkv", () -> TestClips.mkv(2, 160, 284), Container.MKV, "160x284", 2, true, true),
                new Clip("avi mpeg4", () -> TestClips.avi(2, 160, 120), Container.AVI, "160x120", 2, false, true),
                new Clip("mkv vp9", () -> TestClips.vp9(2, 160, 120), Container.MKV, "160x120", 2, false, true),
                new Clip(
                        "avi h264",
                        () -> of("h264.avi", "-c:v", "libopenh264", "-c:a", "pcm_s16le"),
                        Container.AVI,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip(
                        "avi h264 silent",
                        () -> of("h264-silent.avi", "-c:v", "libopenh264", "-an"),
                        Container.AVI,
                        "160x120",
                        2,
                        true,
                        false),
                new Clip(
                        "mkv mjpeg",
                        () -> of("mjpeg.mkv", "-c:v", "mjpeg", "-c:a", "pcm_s16le"),
                        Container.MKV,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip(
                        "mov mjpeg",
                        () -> of("mjpeg.mov", "-c:v", "mjpeg", "-c:a", "pcm_s16le"),
                        Container.MP4,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip(
                        "mov prores",
                        () -> of("prores.mov", "-c:v", "prores", "-c:a", "pcm_s16le"),
                        Container.MP4,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip(
                        "mp4 mpeg4",
                        () -> of("mpeg4.mp4", "-c:v", "mpeg4", "-c:a", "aac"),
                        Container.MP4,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip(
                        "mp4 vp9",
                        () -> of("vp9.mp4", "-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "aac"),
                        Container.MP4,
                        "160x120",
                        2,
                        false,
                        true),
                new Clip("phone hevc", TestClips::phoneHevc, Container.MP4, "1080x1920", 1.5, false, true),
                new Clip("phone h264", TestClips::phoneH264, Container.MP4, "720x1280", 1.5, true, true),
                new Clip(
                        "fragmented",
                        () -> of("frag.mp4", "-c:v", "libopenh264", "-an", "-movflags", "frag_keyframe+empty_moov"),
                        Container.MP4,
                        "160x120",
                        2,
                        true,
                        false));
    }

    private static Path of(String name, String... codecs) {
        return make(name, join(picture(2, 160, 120), sound(2), codecs));
    }

    @ParameterizedTest
    @MethodSource("clips")
    void measuresAndCuts(Clip clip) throws Exception {
        Path file = clip.file.get();
        assertThat(Container.detect(file)).contains(clip.container);
        VideoProbe probe = tools.probe(file, clip.container);
        assertThat(probe.resolution()).isEqualTo(clip.resolution);
        assertThat(probe.duration().toMillis())
                .isBetween((long) (clip.seconds * 1000) - 2, (long) (clip.seconds * 1000) + 2);
        assertThat(probe.remuxable()).isEqualTo(clip.remuxable);
        assertThat(probe.audioCodec() != null).isEqualTo(clip.sound);
        tools.thumbnail(file, clip.container, probe, folder.resolve("t.jpg"));
        assertCard(folder.resolve("t.jpg"));
        if (clip.remuxable) {
            Path copy = folder.resolve("copy.mp4");
            tools.remux(file, clip.container, probe, copy);
            assertPlayable(copy, probe, clip.resolution);
        }
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, clip.container, probe, encoded);
        Size expected = Size.shown(probe).withShortEdge(720);
        assertPlayable(encoded, probe, expected.width() + "x" + expected.height());
    }

    private void assertPlayable(Path mp4, VideoProbe source, String resolution) throws Exception {
        VideoProbe probe = tools.probe(mp4, Container.MP4);
        assertThat(probe.remuxable()).isTrue();
        assertThat(probe.resolution()).isEqualTo(resolution);
        assertThat(probe.duration().minus(source.duration()).abs().toMillis()).isLessThan(150);
        assertThat(probe.audioCodec() == null).isEqualTo(source.audioCodec() == null);
        String bytes = Files.readString(mp4, StandardCharsets.ISO_8859_1);
        assertThat(bytes.indexOf("moov")).isPositive().isLessThan(bytes.indexOf("mdat"));
        assertThat(bytes).doesNotContain("48.85", "location", "loci", "Apple", "\u00a9xyz");
    }

    private static BufferedImage assertCard(Path jpeg) throws Exception {
        BufferedImage image = ImageIO.read(jpeg.toFile());
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(360);
        return image;
    }

    @ParameterizedTest
    @MethodSource("clips")
    void aCopyHoldsTheSameAndTellsNothingElse(Clip clip) throws Exception {
        VideoProbe probe = tools.probe(clip.file.get(), clip.container);
        Path copy = tools.strip(clip.file.get(), clip.container, probe, folder);
        assertThat(Container.detect(copy)).contains(clip.container);
        assertThat(copy).hasFileName("alone." + clip.container.extension(copy));
        VideoProbe copied = tools.probe(copy, clip.container);
        assertThat(copied.looksLike(probe)).isTrue();
        assertThat(copied.roundedSeconds()).isEqualTo(probe.roundedSeconds());
        assertTellsNothing(copy);
        Path again = tools.strip(copy, clip.container, copied, Files.createDirectory(folder.resolve("again")));
        assertThat(again).hasSameBinaryContentAs(copy);
    }

    private static void assertTellsNothing(Path video) throws IOException {
        assertThat(Files.readString(video, StandardCharsets.ISO_8859_1))
                .doesNotContain("48.85", "location", "LOCATION", "loci", "Apple", "\u00a9xyz", "Jane");
    }

    @ParameterizedTest
    @CsvSource({"a.mov, mpeg4", "b.mp4, mpeg4", "c.mov, prores", "d.mkv, mpeg4", "e.avi, mpeg4", "f.mp4, libopenh264"})
    void aPlaceIsToldNowhere(String name, String codec) throws Exception {
        Path located = make(
                "located-" + name,
                join(
                        picture(1, 64, 64),
                        new String[] {"-f", "srt", "-i", gpsTrack().toString(), "-map", "0:v"},
                        join(
                                name.endsWith("avi") ? new String[0] : new String[] {"-map", "1:s"},
                                new String[] {"-c:v", codec, "-movflags", "use_metadata_tags"},
                                "-c:s",
                                name.endsWith("mkv") ? "srt" : "mov_text",
                                "-metadata",
                                "location=+48.8584+002.2945/",
                                "-metadata",
                                "com.apple.quicktime.location.ISO6709=+48.8584+002.2945+035.000/",
                                "-metadata",
                                "comment=48.8584 N",
                                "-metadata:s:v:0",
                                "title=Jane at 48.8584")));
        Path file = folder.resolve(name);
        Files.copy(located, file);
        // Cameras leave boxes of their own too.
        Files.write(file, box("uuid", "GPS 48.8584,2.2945 Jane"), StandardOpenOption.APPEND);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("48.8584");
        Container container = Container.detect(file).orElseThrow();
        VideoProbe probe = tools.probe(file, container);
        assertTellsNothing(tools.strip(file, container, probe, folder));
        tools.transcode(file, container, probe, folder.resolve("encoded.mp4"));
        assertTellsNothing(folder.resolve("encoded.mp4"));
        tools.thumbnail(file, container, probe, folder.resolve("t.jpg"));
        assertTellsNothing(folder.resolve("t.jpg"));
        if (probe.remuxable()) {
            tools.remux(file, container, probe, folder.resolve("copy.mp4"));
            assertTellsNothing(folder.resolve("copy.mp4"));
        }
    }

    private Path gpsTrack() throws IOException {
        return Files.writeString(folder.resolve("gps.srt"), "1\n00:00:00,000 --> 00:00:01,000\n48.8584,2.2945\n");
    }

    private static byte[] box(String type, String content) {
        ByteBuffer box = ByteBuffer.allocate(8 + content.length());
        box.putInt(box.capacity()).put(type.getBytes(StandardCharsets.ISO_8859_1));
        return box.put(content.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    /** White paper at 203 nits, where taking the codes for standard ones would give a grey of 148 out of 255. */
    @ParameterizedTest
    @CsvSource({
        "smpte2084, 573, 512, 512, 229, 229, 229",
        "arib-std-b67, 721, 512, 512, 229, 229, 229",
        "smpte2084, 195, 512, 512, 23, 23, 23",
        "smpte2084, 940, 512, 512, 255, 255, 255",
        "smpte2084, 341, 446, 601, 184, 0, 0",
        "bt709, 573, 512, 512, 148, 148, 148",
    })
    void highDynamicRangeIsShownAtStandardRange(String transfer, int luma, int blue, int red, int r, int g, int b)
            throws Exception {
        Path file = TestClips.hdr(transfer, luma, blue, red);
        Path odd = Files.createDirectories(folder.resolve("it's [odd], a:b;c\\d = %s"));
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.range()).isEqualTo(DynamicRange.ofTransfer(transfer));
        tools.transcode(file, Container.MKV, probe, odd.resolve("encoded.mp4"));
        assertPlayable(odd.resolve("encoded.mp4"), probe, "64x64");
        assertThat(tools.probe(odd.resolve("encoded.mp4"), Container.MP4).range())
                .isEqualTo(DynamicRange.STANDARD);
        assertMiddle(odd.resolve("encoded.mp4"), r, g, b);
        tools.thumbnail(file, Container.MKV, probe, odd.resolve("t.jpg"));
        assertCard(odd.resolve("t.jpg"));
        if (!transfer.equals("bt709")) {
            assertMiddle(odd.resolve("t.jpg"), r, g, b);
        }
        assertThat(odd.toFile().list()).containsExactlyInAnyOrder("encoded.mp4", "t.jpg");
    }

    private void assertMiddle(Path video, int r, int g, int b) throws IOException {
        Path pixels = make(
                "middle-" + UUID.randomUUID() + ".rgb",
                "-i",
                "file:" + video,
                "-frames:v",
                "1",
                "-vf",
                "crop=2:2",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24");
        byte[] middle = Files.readAllBytes(pixels);
        int[] expected = {r, g, b};
        for (int i = 0; i < expected.length; i++) {
            assertThat(middle[i] & 0xff).isBetween(expected[i] - 12, expected[i] + 12);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 96x64", "90, 64x96", "180, 96x64", "270, 64x96", "-90, 64x96"})
    void rotationCounts(int degrees, String resolution) throws Exception {
        Path file = TestClips.rotated(degrees, 1, 96, 64);
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.resolution()).isEqualTo(resolution);
        Path copy = folder.resolve("copy.mp4");
        tools.remux(file, Container.MP4, probe, copy);
        assertPlayable(copy, probe, resolution);
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, Container.MP4, probe, encoded);
        assertPlayable(encoded, probe, resolution);
    }

    @ParameterizedTest
    @CsvSource({"60.4, 60", "60.5, 61", "60.6, 61", "0.3, 1", "1.5, 2", "1.4, 1"})
    void secondsRoundHalfUp(double seconds, int rounded) throws Exception {
        for (String extension : new String[] {"mp4", "avi", "mkv"}) {
            Path file = make(
                    "rounding" + seconds + "." + extension,
                    join(picture(seconds, 32, 32), new String[] {"-c:v", "mpeg4"}));
            VideoProbe probe =
                    tools.probe(file, Container.ofExtension(extension).orElseThrow());
            assertThat(probe.roundedSeconds()).as(extension).isEqualTo(rounded);
        }
    }

    @Test
    void soundThatOutlastsThePictureDoesNotCount() throws Exception {
        Path file = make("long-sound.mp4", join(picture(1, 64, 64), sound(4), "-c:v", "libopenh264", "-c:a", "aac"));
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.duration().toMillis()).isEqualTo(1000);
        Path copy = folder.resolve("copy.mp4");
        tools.remux(file, Container.MP4, probe, copy);
        assertThat(Files.size(copy)).isLessThan(Files.size(file));
        assertPlayable(copy, probe, "64x64");
    }

    @Test
    void pictureThatBeginsLateIsMeasuredByItselfAndKeptWhole() throws Exception {
        String[] late = {"-itsoffset", "2", "-i", TestClips.silent(1, 64, 64).toString()};
        Path file = make("late.mkv", join(sound(3), late, "-c:v", "copy", "-c:a", "aac"));
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.duration().toMillis()).isEqualTo(1000);
        assertThat(probe.end().toMillis()).isBetween(2970L, 3060L);
        Path copy = folder.resolve("copy.mp4");
        tools.remux(file, Container.MKV, probe, copy);
        assertPlayable(copy, probe, "64x64");
    }

    @Test
    void timestampsNeedNotBeginAtZero() throws Exception {
        Path file = make(
                "offset.mkv",
                join(picture(1, 64, 64), sound(1), "-c:v", "libopenh264", "-c:a", "aac", "-output_ts_offset", "100"));
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.duration().toMillis()).isEqualTo(1000);
        assertThat(probe.end().toMillis()).isBetween(1000L, 1060L);
    }

    @Test
    void whatAnEditListCutsAwayDoesNotCount() throws Exception {
        Path file =
                make("edited.mp4", "-ss", "1.5", "-i", TestClips.h264(4, 64, 64).toString(), "-c", "copy");
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.duration().toMillis()).isEqualTo(2500);
        Path copy = folder.resolve("copy.mp4");
        tools.remux(file, Container.MP4, probe, copy);
        assertPlayable(copy, probe, "64x64");
    }

    @Test
    void variableFrameRate() throws Exception {
        Path file = make(
                "vfr.mkv",
                join(
                        picture(4, 64, 64),
                        sound(4),
                        "-vf",
                        "select='lt(t,1)+not(mod(n,7))'",
                        "-fps_mode",
                        "vfr",
                        "-c:v",
                        "mpeg4",
                        "-c:a",
                        "aac"));
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.roundedSeconds()).isEqualTo(4);
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, Container.MKV, probe, encoded);
        assertThat(tools.probe(encoded, Container.MP4).roundedSeconds()).isEqualTo(4);
    }

    @Test
    void fastFramesAreThinnedToSixty() throws Exception {
        Path file = make("fast.mp4", "-f", "lavfi", "-i", "testsrc2=r=240:s=64x64:d=1", "-c:v", "mpeg4");
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.frameRate().value()).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"101, 75, 100x74", "33, 17, 32x16", "1500, 1000, 1080x720", "722, 1284, 720x1280"})
    void encodedSizesAreEvenAndNeverLarger(int width, int height, String resolution) throws Exception {
        Path file = make(
                width + "x" + height + ".mkv",
                join(
                        new String[] {"-f", "lavfi", "-i", "testsrc=r=10:d=0.5:s=" + width + "x" + height},
                        new String[] {"-c:v", "mjpeg"}));
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.resolution()).isEqualTo(width + "x" + height);
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, Container.MKV, probe, encoded);
        assertPlayable(encoded, probe, resolution);
    }

    @Test
    void pixelsThatAreNotSquareBecomeSquare() throws Exception {
        Path file =
                make("anamorphic.avi", join(picture(0.5, 360, 288), new String[] {"-vf", "setsar=2", "-c:v", "mpeg4"}));
        VideoProbe probe = tools.probe(file, Container.AVI);
        assertThat(probe.resolution()).isEqualTo("360x288");
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, Container.AVI, probe, encoded);
        assertPlayable(encoded, probe, "720x288");
    }

    /** AVI has decoding times only, so a copy could not say when its B-frames are due. */
    @Test
    void bFramesInAnAviAreEncodedAnew() throws Exception {
        Path file = make("b-frames.avi", "-i", TestClips.phoneH264().toString(), "-an", "-c", "copy");
        VideoProbe probe = tools.probe(file, Container.AVI);
        assertThat(probe.videoCodec()).isEqualTo("h264");
        assertThat(probe.remuxable()).isFalse();
        Path encoded = folder.resolve("encoded.mp4");
        tools.transcode(file, Container.AVI, probe, encoded);
        assertPlayable(encoded, probe, "1280x720");
    }

    @Test
    void theFirstStreamThatDecodesIsTheVideo() throws Exception {
        Path file = make(
                "two.mkv",
                "-i",
                TestClips.silent(1, 64, 64).toString(),
                "-i",
                TestClips.silent(1, 96, 96).toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c",
                "copy",
                "-bsf:v:0",
                "noise=amount=1");
        VideoProbe probe = tools.probe(file, Container.MKV);
        assertThat(probe.resolution()).isEqualTo("96x96");
        assertThat(probe.videoStream()).isEqualTo(1);
    }

    @Test
    void anAttachedPictureIsNotTheVideo() throws Exception {
        Path cover = make("cover.jpg", "-f", "lavfi", "-i", "color=red:s=300x300:d=1", "-frames:v", "1");
        String video = TestClips.h264(1, 64, 96).toString();
        Path file = make(
                "covered.mp4",
                "-i",
                cover.toString(),
                "-i",
                video,
                "-map",
                "0",
                "-map",
                "1",
                "-c",
                "copy",
                "-disposition:v:0",
                "attached_pic");
        VideoProbe probe = tools.probe(file, Container.MP4);
        assertThat(probe.resolution()).isEqualTo("64x96");
        assertThat(probe.videoCodec()).isEqualTo("h264");
        tools.remux(file, Container.MP4, probe, folder.resolve("copy.mp4"));
        assertThat(tools.probe(folder.resolve("copy.mp4"), Container.MP4).videoStream())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "3, 1", "3, 300"})
    void theThumbnailIsNotABlackFirstFrame(int blackSeconds, int keyFrameEvery) throws Exception {
        Path file = make(
                "fade" + blackSeconds + "-" + keyFrameEvery + ".mp4",
                "-f",
                "lavfi",
                "-i",
                "color=black:r=10:s=90x160:d=" + blackSeconds,
                "-f",
                "lavfi",
                "-i",
                "color=orange:r=10:s=90x160:d=2",
                "-filter_complex",
                "concat",
                "-c:v",
                "mpeg4",
                "-g",
                Integer.toString(keyFrameEvery),
                "-sc_threshold",
                "1000000000");
        VideoProbe probe = tools.probe(file, Container.MP4);
        tools.thumbnail(file, Container.MP4, probe, folder.resolve("t.jpg"));
        BufferedImage card = assertCard(folder.resolve("t.jpg"));
        assertThat(card.getRGB(320, 180) >> 16 & 0xff).isGreaterThan(200);
    }

    @Test
    void aBlackClipHasABlackThumbnail() throws Exception {
        Path file = make("black.mp4", "-f", "lavfi", "-i", "color=black:r=10:s=90x160:d=1", "-c:v", "mpeg4");
        tools.thumbnail(file, Container.MP4, tools.probe(file, Container.MP4), folder.resolve("t.jpg"));
        assertCard(folder.resolve("t.jpg"));
    }
}
