package com.aoin.reels.demo;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Letters as outlines from a font file of ours. Java's own text needs native font libraries and installed fonts, which
 * a bare server has not.
 */
final class Lettering {
    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;
    private final double tracking;

    private Lettering(TrueTypeFont font, double tracking) throws IOException {
        this.font = font;
        this.glyphs = font.getUnicodeCmapLookup();
        this.unitsPerEm = font.getUnitsPerEm();
        this.tracking = tracking;
    }

    /**
     * Reads a font of ours.
     *
     * @param tracking space added between letters, in ems; large bold letters want less
     */
    static Lettering load(String name, double tracking) {
        try (InputStream in = DemoShop.resource("fonts/" + name + ".ttf")) {
            return new Lettering(new TTFParser().parse(new RandomAccessReadBuffer(in)), tracking);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the font " + name, e);
        }
    }

    /** One line whose baseline begins at the origin. Synchronized, since the font reads its glyphs when asked. */
    synchronized Shape line(String text, double size) {
        try {
            Path2D line = new Path2D.Double();
            double scale = size / unitsPerEm;
            double x = 0;
            for (int letter : text.codePoints().toArray()) {
                int id = glyphs.getGlyphId(letter);
                GlyphData glyph = font.getGlyph().getGlyph(id);
                if (glyph != null) {
                    AffineTransform place = new AffineTransform(scale, 0, 0, -scale, x, 0);
                    line.append(place.createTransformedShape(glyph.getPath()), false);
                }
                x += font.getAdvanceWidth(id) * scale + tracking * size;
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The size at which a text is no wider than that, at most the given size. */
    double fit(String text, double size, double width) {
        double needed = line(text, size).getBounds2D().getMaxX();
        return needed > width ? size * width / needed : size;
    }
}
