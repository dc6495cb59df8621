package com.aoin.reels.media;

/**
 * Reads ffmpeg's checksum listing of decoded frames: proof that one decoded, and its true size after rotation, which
 * headers may misstate.
 */
final class FirstFrame implements LineSink {
    private static final Fraction SQUARE = new Fraction(1, 1);

    private int width;
    private int height;
    private Fraction pixelAspect = SQUARE;
    private boolean decoded;

    @Override
    public void accept(String line) {
        if (line.startsWith("#dimensions 0: ")) {
            String[] size = line.substring("#dimensions 0: ".length()).split("x", 2);
            width = Integer.parseInt(size[0]);
            height = Integer.parseInt(size[1]);
        } else if (line.startsWith("#sar 0: ")) {
            pixelAspect = Fraction.parse(line.substring("#sar 0: ".length()), SQUARE);
        } else if (line.startsWith("0,")) {
            decoded = true;
        }
    }

    boolean decoded() {
        return decoded && width > 0 && height > 0;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    Fraction pixelAspect() {
        return pixelAspect;
    }
}
