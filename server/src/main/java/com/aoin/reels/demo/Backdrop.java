package com.aoin.reels.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * What moves behind the product: a cell that repeats without a seam and scrolls by whole cells in the course of a clip,
 * or a disc that turns about the product.
 */
enum Backdrop {
    STRIPES(120, 120, 4, 4),
    DOTS(60, 60, 4, 4),
    GRID(90, 90, 0, 3),
    WAVES(270, 960, 2, 0),
    PEAKS(540, 960, 1, 0),
    BUBBLES(540, 960, 0, 1),
    STEAM(270, 480, 0, 1),
    STARS(540, 960, 1, 0),
    LEAVES(540, 960, 0, -1),
    BEANS(540, 960, 0, -1),
    CONFETTI(540, 960, 0, -1),
    RAIN(270, 480, 0, -6),
    RAYS,
    RINGS;

    /** A turning disc is drawn and turned at half its size; its edges are soft anyway, and it costs a quarter. */
    private static final int DISC = 600;
    /** The height of it that is seen, the product being a little below the middle. */
    private static final int DISC_SEEN = 536;

    private final int cellWidth;
    private final int cellHeight;
    private final int leftwards;
    private final int upwards;

    Backdrop(int cellWidth, int cellHeight, int leftwards, int upwards) {
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        this.leftwards = leftwards;
        this.upwards = upwards;
    }

    Backdrop() {
        this(0, 0, 0, 0);
    }

    private boolean isDisc() {
        return cellWidth == 0;
    }

    BufferedImage draw(Color colour) {
        if (isDisc()) {
            return Layers.draw(DISC, DISC, graphics -> {
                graphics.translate(DISC / 2, DISC / 2);
                drawOne(graphics, colour);
            });
        }
        int width = Film.WIDTH + cellWidth;
        int height = Film.HEIGHT + cellHeight;
        return Layers.draw(width, height, graphics -> {
            AffineTransform origin = graphics.getTransform();
            // One cell beyond every edge, so that what hangs over a cell's border is whole.
            for (int x = -cellWidth; x < width + cellWidth; x += cellWidth) {
                for (int y = -cellHeight; y < height + cellHeight; y += cellHeight) {
                    graphics.translate(x, y);
                    drawOne(graphics, colour);
                    graphics.setTransform(origin);
                }
            }
        });
    }

    /** Draws one cell, or a disc about its middle. */
    private void drawOne(Graphics2D graphics, Color colour) {
        switch (this) {
            case STRIPES -> Motifs.stripes(graphics, colour);
            case DOTS -> Motifs.dots(graphics, colour);
            case GRID -> Motifs.grid(graphics, colour);
            case WAVES -> Motifs.waves(graphics, colour);
            case PEAKS -> Motifs.peaks(graphics, colour);
            case BUBBLES -> Motifs.bubbles(graphics, colour);
            case STEAM -> Motifs.steam(graphics, colour);
            case STARS -> Motifs.stars(graphics, colour);
            case LEAVES -> Motifs.leaves(graphics, colour);
            case BEANS -> Motifs.beans(graphics, colour);
            case CONFETTI -> Motifs.confetti(graphics, colour);
            case RAIN -> Motifs.rain(graphics, colour);
            case RAYS -> Motifs.rays(graphics, colour);
            case RINGS -> Motifs.rings(graphics, colour);
        }
    }

    /** ffmpeg filters that the drawn layer passes through. Only what is seen of a disc is turned and enlarged. */
    String filters() {
        return isDisc()
                ? "loop=-1:1,rotate=a='2*PI*t/%d':c=none:ow=%d:oh=%d,scale=%d:%d:flags=bilinear,"
                        .formatted(Film.SECONDS * 4, Film.WIDTH / 2, DISC_SEEN, Film.WIDTH, 2 * DISC_SEEN)
                : "";
    }

    /** Where the layer stands at the time {@code t}. */
    String position() {
        return isDisc()
                ? "x=0:y=%d".formatted(Film.CENTRE_Y - DISC_SEEN)
                : "x='%s':y='%s'".formatted(scroll(cellWidth, leftwards), scroll(cellHeight, upwards));
    }

    private static String scroll(int cell, int cells) {
        double speed = (double) cell * Math.abs(cells) / Film.SECONDS;
        String travelled = String.format(Locale.ROOT, "mod(t*%.3f,%d)", speed, cell);
        return cells >= 0 ? "-" + travelled : travelled + "-" + cell;
    }
}
