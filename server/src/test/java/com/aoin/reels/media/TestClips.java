package com.aoin.reels.media;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Small real clips for tests, each made by ffmpeg once per JVM and removed at its end. The files are shared: read them,
 * never change them.
 */
public final class TestClips {
    private static final String[] OPENH264 = {"-c:v", "libopenh264", "-b:v", "200k"};
    private static final String[] AAC = {"-c:a", "aac", "-b:a", "32k"};

    private static final FfmpegBinaries BINARIES = located();
    private static final Path FOLDER = temporaryFolder();
    private static final ConcurrentMap<String, Path> MADE = new ConcurrentHashMap<>();

    private TestClips() {}

    /** The ffmpeg that the tests use; bundled, so that every machine tests the same. */
    public static FfmpegBinaries binaries() {
        return BINARIES;
    }

    /** Tools with the default limits. */
    public static VideoTools tools() {
        return new VideoTools(BINARIES, MediaLimits.defaults());
    }

    /** H.264 with AAC in an MP4 whose index is at the end, as phones write it. */
    public static Path h264(double seconds, int width, int height) {
        return encoded("mp4", seconds, width, height, true, OPENH264);
    }

    /** The same without sound. */
    public static Path silent(double seconds, int width, int height) {
        return encoded("mp4", seconds, width, height, false, OPENH264);
    }

    /** H.264 with AAC in a QuickTime file. */
    public static Path mov(double seconds, int width, int height) {
        return encoded("mov", seconds, width, height, true, OPENH264);
    }

    /**
     * MPEG-4 part 2 with PCM in an AVI, as old cameras write it; needs transcoding. It tells nothing but picture and
     * sound, so that it is served byte by byte as it is until then.
     */
    public static Path avi(double seconds, int width, int height) {
        Path camera = make(
                name("mpeg4", seconds, width, height, "avi"),
                join(
                        picture(seconds, width, height),
                        sound(seconds),
                        "-c:v",
                        "mpeg4",
                        "-q:v",
                        "5",
                        "-c:a",
                        "pcm_s16le"));
        return MADE.computeIfAbsent("alone-" + camera.getFileName(), name -> alone(camera, FOLDER.resolve(name)));
    }

    private static Path alone(Path avi, Path target) {
        try {
            Path folder = Files.createTempDirectory(FOLDER, "alone");
            VideoProbe probe = tools().probe(avi, Container.AVI);
            return Files.move(tools().strip(avi, Container.AVI, probe, folder), target);
        } catch (IOException | MediaException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One colour of high dynamic range, in limited-range 10-bit codes, in a Matroska file; needs transcoding. */
    public static Path hdr(String transfer, int luma, int blue, int red) {
        return make(
                "hdr-%s-%d-%d-%d.mkv".formatted(transfer, luma, blue, red),
                "-f",
                "lavfi",
                "-i",
                "color=black:s=64x64:r=10:d=1,format=yuv420p10le,geq=lum=%d:cb=%d:cr=%d,setparams=range=tv:color_primaries=bt2020:color_trc=%s:colorspace=bt2020nc"
                        .formatted(luma, blue, red, transfer),
                "-c:v",
                "ffv1");
    }

    /** MPEG-4 part 2 with AAC in an MP4, needing transcoding, under a name that may say otherwise. */
    public static Path mp4Named(String name) {
        return make(name, join(picture(1, 128, 96), sound(1), "-c:v", "mpeg4", "-c:a", "aac", "-f", "mp4"));
    }

    /** ProRes with PCM in a QuickTime file, needing transcoding, under a name that may say otherwise. */
    public static Path quickTimeNamed(String name) {
        return make(name, join(picture(1, 128, 96), sound(1), "-c:v", "prores", "-c:a", "pcm_s16le", "-f", "mov"));
    }

    /** Pictures that nobody has compressed, in an AVI: 1.15 MB a second at 320×240; needs transcoding. */
    public static Path raw(double seconds, int width, int height) {
        return make(
                name("raw", seconds, width, height, "avi"),
                join(picture(seconds, width, height), new String[] {"-c:v", "rawvideo", "-pix_fmt", "yuv420p"}));
    }

    /** H.264 with AAC in a Matroska file. */
    public static Path mkv(double seconds, int width, int height) {
        return encoded("mkv", seconds, width, height, true, OPENH264);
    }

    /** A tone from the beginning, and a picture that begins so many seconds later. */
    public static Path late(double after, double seconds, String extension) {
        return make(
                seconds("late-" + seconds("", after) + "-", seconds) + "." + extension,
                join(
                        sound(after + seconds),
                        new String[] {
                            "-itsoffset",
                            seconds("", after),
                            "-i",
                            silent(seconds, 64, 64).toString()
                        },
                        "-map",
                        "1:v",
                        "-map",
                        "0:a",
                        "-c:v",
                        "copy",
                        "-c:a",
                        "aac",
                        "-b:a",
                        "32k"));
    }

    /** VP9 with Opus in a Matroska file; needs transcoding. */
    public static Path vp9(double seconds, int width, int height) {
        return make(
                name("vp9", seconds, width, height, "mkv"),
                join(
                        picture(seconds, width, height),
                        sound(seconds),
                        "-c:v",
                        "libvpx-vp9",
                        "-cpu-used",
                        "8",
                        "-deadline",
                        "realtime",
                        "-c:a",
                        "libopus"));
    }

    /** H.264 with AAC in an MP4 that asks the player to turn the picture; width and height are the coded ones. */
    public static Path rotated(int degrees, double seconds, int width, int height) {
        Path upright = h264(seconds, width, height);
        return make(
                "rotated" + degrees + "-" + upright.getFileName(),
                "-display_rotation",
                Integer.toString(degrees),
                "-i",
                upright.toString(),
                "-c",
                "copy");
    }

    /** 1.5 s of 1920×1080 HEVC turned upright, with AAC and a place, as an iPhone's .mov; 37 KB. */
    public static Path phoneHevc() {
        return committed("phone-hevc.mov");
    }

    /** 1.5 s of 1280×720 H.264 turned upright, with AAC, B-frames and a place, index at the end; 58 KB. */
    public static Path phoneH264() {
        return committed("phone-h264.mp4");
    }

    /** Whatever ffmpeg makes of the arguments, kept under that name; the extension chooses the container. */
    public static Path make(String name, String... arguments) {
        return MADE.computeIfAbsent(name, _ -> ffmpeg(FOLDER.resolve(name), arguments));
    }

    /** Arguments for a moving test picture. */
    static String[] picture(double seconds, int width, int height) {
        return new String[] {"-f", "lavfi", "-i", seconds("testsrc2=r=10:s=%dx%d:d=".formatted(width, height), seconds)
        };
    }

    /** Arguments for a tone. */
    static String[] sound(double seconds) {
        return new String[] {"-f", "lavfi", "-i", seconds("sine=r=22050:d=", seconds)};
    }

    static String[] join(String[] first, String[] second, String... third) {
        return Stream.of(first, second, third).flatMap(Stream::of).toArray(String[]::new);
    }

    private static Path encoded(
            String extension, double seconds, int width, int height, boolean audio, String... codec) {
        String[] sources = join(picture(seconds, width, height), audio ? sound(seconds) : new String[0]);
        return make(
                name(audio ? "h264" : "silent", seconds, width, height, extension),
                join(sources, codec, audio ? AAC : new String[0]));
    }

    private static String name(String what, double seconds, int width, int height, String extension) {
        return seconds(what + "-" + width + "x" + height + "-", seconds) + "." + extension;
    }

    private static String seconds(String before, double seconds) {
        return before + String.format(Locale.ROOT, "%.3f", seconds);
    }

    private static Path ffmpeg(Path output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(BINARIES.ffmpeg().toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        command.add(output.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(BINARIES.environment());
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }

    private static Path committed(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestClips.class.getResource("/clips/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FfmpegBinaries located() {
        try {
            return FfmpegBinaries.bundled(Path.of("target", "ffmpeg"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("clips");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes that this JVM has started and that still run, but for the database that all tests share. */
    static List<ProcessHandle> childProcesses() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !process.info().command().orElse("").matches(".*/(mariadbd|mysqld)"))
                .toList();
    }
}
