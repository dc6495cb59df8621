package com.aoin.reels.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** The container families taken in. MP4 and MOV are one family: either extension may carry either. */
public enum Container {
    MP4("mov"),
    AVI("avi"),
    MKV("matroska");

    private static final int HEAD_BYTES = 64 * 1024;

    /** Pictures and sound in MP4's clothes, which Tika's general {@code ftyp} rule would take for QuickTime. */
    private static final Set<String> FOREIGN_BRANDS = Set.of(
            "avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "mif2", "msf1",
            "miaf", "M4A ", "M4B ", "M4P ", "F4A ", "F4B ", "jp2 ", "jpx ", "jpm ", "crx ");

    private static final String QUICKTIME = "qt  ";

    private final String demuxer;

    Container(String demuxer) {
        this.demuxer = demuxer;
    }

    /** The container that a lower-case extension without its dot promises. */
    public static Optional<Container> ofExtension(String extension) {
        return switch (extension) {
            case "mp4", "mov" -> Optional.of(MP4);
            case "avi" -> Optional.of(AVI);
            case "mkv" -> Optional.of(MKV);
            default -> Optional.empty();
        };
    }

    /** The container that the bytes of the file show; its name is never looked at. */
    public static Optional<Container> detect(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return detect(in);
        }
    }

    /** The same for a stream, of which at most the first 64 KiB are read; it is not closed. */
    public static Optional<Container> detect(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        if (FOREIGN_BRANDS.contains(brand(head))) {
            return Optional.empty();
        }
        return ofMediaType(MimeTypes.getDefaultMimeTypes()
                .detect(new ByteArrayInputStream(head), new Metadata())
                .getBaseType()
                .toString());
    }

    /** The media type under which a file with that extension is served. */
    public static String contentType(String extension) {
        return switch (extension) {
            case "mp4" -> "video/mp4";
            case "mov" -> "video/quicktime";
            case "avi" -> "video/x-msvideo";
            case "mkv" -> "video/x-matroska";
            default -> throw new IllegalArgumentException("not a video's extension: " + extension);
        };
    }

    /** The extension that the bytes of a file of this family call for, which its name need not have. */
    public String extension(Path file) throws IOException {
        return switch (this) {
            case AVI -> "avi";
            case MKV -> "mkv";
            case MP4 -> {
                try (InputStream in = Files.newInputStream(file)) {
                    String brand = brand(in.readNBytes(12));
                    yield brand.isEmpty() || brand.equals(QUICKTIME) ? "mov" : "mp4";
                }
            }
        };
    }

    /** What a copy of these streams may be, the best first; sound that is not compressed plays in QuickTime files. */
    List<String> extensions(VideoProbe probe) {
        String audio = probe.audioCodec();
        return switch (this) {
            case AVI -> List.of("avi");
            case MKV -> List.of("mkv");
            case MP4 -> audio != null && audio.startsWith("pcm_") ? List.of("mov") : List.of("mp4", "mov");
        };
    }

    /** ffmpeg's name of the format that an extension stands for. */
    static String format(String extension) {
        return extension.equals("mkv") ? "matroska" : extension;
    }

    /** ffmpeg's name of the only demuxer the file is read with. */
    String demuxer() {
        return demuxer;
    }

    private static Optional<Container> ofMediaType(String type) {
        return switch (type) {
            case "video/mp4", "video/quicktime", "video/x-m4v", "video/3gpp", "video/3gpp2" -> Optional.of(MP4);
            case "video/x-msvideo" -> Optional.of(AVI);
            // WebM is a subset of Matroska, so a WebM file that calls itself .mkv is one.
            case "video/x-matroska", "application/x-matroska", "video/webm" -> Optional.of(MKV);
            default -> Optional.empty();
        };
    }

    private static String brand(byte[] head) {
        String start = new String(head, 0, Math.min(12, head.length), StandardCharsets.ISO_8859_1);
        return start.startsWith("ftyp", 4) && start.length() == 12 ? start.substring(8) : "";
    }
}
