package com.aoin.reels.demo;

import com.aoin.reels.demo.DemoShop.Offer;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws the parts of a clip that ffmpeg sets in motion. */
final class Poster {
    static final int PRODUCT = 440;
    static final int STICKER = 168;
    static final int HEADLINE_HEIGHT = 170;
    private static final int PRODUCT_MARGIN = 26;
    private static final int EDGE = 34;
    private static final int TAGLINE_Y = 738;

    private final Lettering bold = Lettering.load("Outfit-Bold", -0.012);
    private final Lettering medium = Lettering.load("Outfit-Medium", 0);

    /** The product itself, with room to turn. */
    BufferedImage product(DemoClip clip) {
        String name = "illustrations/" + clip.illustration() + ".svg";
        @Nullable SVGDocument drawing = new SVGLoader().load(DemoShop.resourceUrl(name));
        Objects.requireNonNull(drawing, name);
        int size = PRODUCT - 2 * PRODUCT_MARGIN;
        return Layers.draw(
                PRODUCT,
                PRODUCT,
                graphics -> drawing.render(null, graphics, new ViewBox(PRODUCT_MARGIN, PRODUCT_MARGIN, size, size)));
    }

    /** What stands still: the product's shadow, and a line about it. Below is room for what a player lays over a clip. */
    BufferedImage frame(DemoClip clip) {
        return Layers.draw(Film.WIDTH, Film.HEIGHT, graphics -> {
            shadow(graphics);
            tagline(graphics, clip);
        });
    }

    private static void shadow(Graphics2D graphics) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(Film.CENTRE_X, Film.CENTRE_Y + 172);
        graphics.scale(1, 0.14);
        graphics.setPaint(new RadialGradientPaint(
                0, 0, 190, new float[] {0, 1}, new Color[] {new Color(0, 0, 0, 110), new Color(0, 0, 0, 0)}));
        graphics.fill(new Ellipse2D.Double(-190, -190, 380, 380));
        graphics.setTransform(before);
    }

    private void tagline(Graphics2D graphics, DemoClip clip) {
        Shape text = medium.line(clip.tagline(), medium.fit(clip.tagline(), 26, Film.WIDTH - 4.0 * EDGE));
        double width = text.getBounds2D().getWidth() + 56;
        Color accent = Color.decode(clip.accent());
        graphics.setColor(accent);
        graphics.fill(new RoundRectangle2D.Double(Film.CENTRE_X - width / 2, TAGLINE_Y - 29, width, 58, 58, 58));
        graphics.setColor(Layers.readableOn(accent));
        centred(graphics, text, Film.CENTRE_X, TAGLINE_Y);
    }

    /** Up to two lines in large letters. */
    BufferedImage headline(DemoClip clip, int which) {
        List<String> lines = clip.headlines().get(which).lines().toList();
        double width = Film.WIDTH - 2.0 * EDGE;
        double size = lines.stream()
                .mapToDouble(line -> bold.fit(line, 70, width))
                .min()
                .orElseThrow();
        return Layers.draw(Film.WIDTH, HEADLINE_HEIGHT, graphics -> {
            graphics.setColor(Color.decode(clip.ink()));
            double baseline = 64;
            for (String line : lines) {
                fill(graphics, bold.line(line, size), EDGE, baseline);
                baseline += size * 1.08;
            }
        });
    }

    /** The price, on a jagged round label. */
    BufferedImage sticker(DemoClip clip, Offer offer) {
        Color accent = Color.decode(clip.accent());
        return Layers.draw(STICKER, STICKER, graphics -> {
            graphics.translate(STICKER / 2, STICKER / 2);
            graphics.setColor(new Color(0, 0, 0, 40));
            graphics.fill(AffineTransform.getTranslateInstance(0, 5).createTransformedShape(jagged(74, 68, 18)));
            graphics.setColor(accent);
            graphics.fill(jagged(74, 68, 18));
            Color ink = Layers.readableOn(accent);
            graphics.setColor(Layers.faint(ink, 0.5));
            graphics.setStroke(new BasicStroke(2));
            graphics.draw(new Ellipse2D.Double(-58, -58, 116, 116));
            graphics.setColor(ink);
            String price = price(offer.price());
            centred(graphics, bold.line(price, bold.fit(price, 42, 100)), 0, 0);
        });
    }

    private static String price(BigDecimal amount) {
        BigDecimal shown = amount.stripTrailingZeros();
        return "€" + (shown.scale() <= 0 ? shown.toBigInteger() : amount.setScale(2));
    }

    private static Shape jagged(double outer, double inner, int teeth) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < 2 * teeth; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            double angle = Math.PI * i / teeth;
            double x = radius * Math.cos(angle);
            double y = radius * Math.sin(angle);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private static void centred(Graphics2D graphics, Shape shape, double x, double y) {
        Rectangle2D bounds = shape.getBounds2D();
        fill(graphics, shape, x - bounds.getCenterX(), y - bounds.getCenterY());
    }

    private static void fill(Graphics2D graphics, Shape shape, double x, double y) {
        graphics.fill(AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape));
    }
}
