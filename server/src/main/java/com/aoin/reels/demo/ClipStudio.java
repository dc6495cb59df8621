package com.aoin.reels.demo;

import com.aoin.reels.demo.DemoShop.Offer;
import com.aoin.reels.demo.Film.Layer;
import com.aoin.reels.media.FfmpegBinaries;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes clips: draws their parts and has ffmpeg film them. */
final class ClipStudio {
    private static final int LIMIT_SECONDS = 120;

    private final FfmpegBinaries ffmpeg;
    private final Poster poster = new Poster();

    ClipStudio(FfmpegBinaries ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * Makes one clip: H.264 and AAC, upright.
     *
     * @param folder where the parts are kept meanwhile
     * @throws IOException when ffmpeg fails; its own words are the message
     */
    void film(DemoClip clip, Offer offer, Path folder, Path mp4) throws IOException, InterruptedException {
        Path parts = Files.createTempDirectory(folder, "clip-");
        try {
            Path sound = Files.write(parts.resolve("sound"), Jingle.compose(clip.productId()));
            Film.Reel reel = new Film.Reel(
                    clip,
                    layer(parts, "backdrop", clip.backdrop().draw(Color.decode(clip.pattern()))),
                    layer(parts, "frame", poster.frame(clip)),
                    layer(parts, "product", poster.product(clip)),
                    layer(parts, "sticker", poster.sticker(clip, offer)),
                    layer(parts, "opening", poster.headline(clip, 0)),
                    layer(parts, "closing", poster.headline(clip, 1)),
                    sound);
            run(Film.arguments(reel, ffmpeg.h264Encoder(), mp4.toAbsolutePath()));
        } finally {
            DemoFiles.delete(parts);
        }
    }

    private static Layer layer(Path folder, String name, BufferedImage image) throws IOException {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        Path file = Files.write(folder.resolve(name).toAbsolutePath(), pixels);
        return new Layer(file, image.getWidth(), image.getHeight());
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.ffmpeg().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        if (ffmpeg.libraries() != null) {
            builder.environment().put("LD_LIBRARY_PATH", ffmpeg.libraries().toString());
        }
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("A sample clip could not be made: " + said.strip());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
