package com.aoin.reels.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The drawings of the backdrops. Chance is seeded, so a shop looks the same wherever it is opened. */
final class Motifs {
    private static final int W = Film.WIDTH;
    private static final int H = Film.HEIGHT;

    private Motifs() {}

    static void stripes(Graphics2D graphics, Color colour) {
        graphics.setColor(faint(colour, 0.14));
        graphics.fill(polygon(0, 60, 60, 0, 120, 0, 0, 120));
        graphics.fill(polygon(60, 120, 120, 60, 120, 120));
    }

    static void dots(Graphics2D graphics, Color colour) {
        graphics.setColor(faint(colour, 0.26));
        graphics.fill(circle(15, 15, 7));
        graphics.fill(circle(45, 45, 7));
    }

    static void grid(Graphics2D graphics, Color colour) {
        graphics.setStroke(new BasicStroke(2));
        graphics.setColor(faint(colour, 0.22));
        graphics.draw(new Line2D.Double(45, 0, 45, 90));
        graphics.draw(new Line2D.Double(0, 45, 90, 45));
        graphics.setColor(faint(colour, 0.75));
        graphics.fill(circle(45, 45, 4));
    }

    static void waves(Graphics2D graphics, Color colour) {
        for (int wave = 0; wave < 4; wave++) {
            graphics.setColor(faint(colour, 0.13));
            double top = 560 + 90.0 * wave;
            Path2D path = new Path2D.Double();
            path.moveTo(0, top);
            path.curveTo(45, top - 46, 90, top - 46, 135, top);
            path.curveTo(180, top + 46, 225, top + 46, 270, top);
            path.lineTo(270, H);
            path.lineTo(0, H);
            graphics.fill(path);
        }
    }

    static void peaks(Graphics2D graphics, Color colour) {
        graphics.setColor(faint(colour, 0.25));
        graphics.fill(polygon(0, 690, 110, 520, 190, 620, 320, 440, 430, 600, 480, 560, 540, 690, 540, H, 0, H));
        graphics.setColor(faint(colour, 0.45));
        graphics.fill(polygon(0, 730, 70, 660, 180, 770, 290, 640, 400, 760, 470, 690, 540, 730, 540, H, 0, H));
    }

    static void bubbles(Graphics2D graphics, Color colour) {
        RandomGenerator chance = chance(11);
        for (int i = 0; i < 34; i++) {
            double radius = 8 + 46 * Math.pow(chance.nextDouble(), 2.2);
            Shape bubble = circle(chance.nextDouble(W), chance.nextDouble(H), radius);
            graphics.setColor(faint(colour, 0.10 + chance.nextDouble(0.16)));
            graphics.fill(bubble);
        }
    }

    static void steam(Graphics2D graphics, Color colour) {
        for (int line = 0; line < 3; line++) {
            graphics.setStroke(new BasicStroke(18 - 4f * line, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            graphics.setColor(faint(colour, 0.16 + 0.05 * line));
            double x = 45 + 90.0 * line;
            Path2D path = new Path2D.Double();
            path.moveTo(x, 0);
            path.curveTo(x + 50, 80, x + 50, 160, x, 240);
            path.curveTo(x - 50, 320, x - 50, 400, x, 480);
            graphics.draw(path);
        }
    }

    static void stars(Graphics2D graphics, Color colour) {
        RandomGenerator chance = chance(5);
        for (int i = 0; i < 90; i++) {
            graphics.setColor(faint(colour, 0.35 + chance.nextDouble(0.6)));
            double x = chance.nextDouble(W);
            double y = chance.nextDouble(H);
            graphics.fill(
                    i % 9 == 0 ? sparkle(x, y, 7 + chance.nextDouble(8)) : circle(x, y, 1.2 + chance.nextDouble(2)));
        }
    }

    static void leaves(Graphics2D graphics, Color colour) {
        Path2D leaf = new Path2D.Double();
        leaf.moveTo(0, -34);
        leaf.curveTo(26, -14, 22, 20, 0, 34);
        leaf.curveTo(-22, 20, -26, -14, 0, -34);
        scatter(graphics, colour, 26, 0.28, leaf);
    }

    static void beans(Graphics2D graphics, Color colour) {
        Path2D bean = new Path2D.Double(new Ellipse2D.Double(-20, -28, 40, 56));
        Path2D slit = new Path2D.Double();
        slit.moveTo(-2, -28);
        slit.curveTo(14, -8, -14, 8, 2, 28);
        bean.append(new BasicStroke(5).createStrokedShape(slit), false);
        bean.setWindingRule(Path2D.WIND_EVEN_ODD);
        scatter(graphics, colour, 26, 0.3, bean);
    }

    static void confetti(Graphics2D graphics, Color colour) {
        scatter(graphics, colour, 16, 0.55, new RoundRectangle2D.Double(-5, -14, 10, 28, 6, 6));
        scatter(graphics, new Color(0xFFB703), 16, 0.6, circle(0, 0, 8));
        scatter(graphics, new Color(0x3A86FF), 14, 0.4, polygon(-11, 8, 0, -11, 11, 8));
        scatter(graphics, new Color(0x2EC4B6), 14, 0.5, new Arc2D.Double(-13, -13, 26, 26, 0, 180, Arc2D.CHORD));
    }

    static void rain(Graphics2D graphics, Color colour) {
        RandomGenerator chance = chance(3);
        graphics.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int i = 0; i < 26; i++) {
            graphics.setColor(faint(colour, 0.25 + chance.nextDouble(0.4)));
            double x = chance.nextDouble(270);
            double y = chance.nextDouble(480);
            graphics.draw(new Line2D.Double(x, y, x, y + 26 + chance.nextDouble(26)));
        }
    }

    static void rays(Graphics2D graphics, Color colour) {
        graphics.setColor(faint(colour, 0.30));
        for (int ray = 0; ray < 14; ray++) {
            graphics.fill(new Arc2D.Double(-300, -300, 600, 600, ray * 360 / 14.0, 180 / 14.0, Arc2D.PIE));
        }
    }

    static void rings(Graphics2D graphics, Color colour) {
        for (int ring = 0; ring < 6; ring++) {
            graphics.setColor(faint(colour, 0.34 - 0.045 * ring));
            float dash = 60 + 26f * ring;
            graphics.setStroke(new BasicStroke(
                    5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {dash, 26}, 9f * ring));
            graphics.draw(circle(0, 0, 86 + 40.0 * ring));
        }
    }

    private static void scatter(Graphics2D graphics, Color colour, int count, double strength, Shape shape) {
        RandomGenerator chance = chance(colour.getRGB());
        for (int i = 0; i < count; i++) {
            AffineTransform place = AffineTransform.getTranslateInstance(chance.nextDouble(W), chance.nextDouble(H));
            place.rotate(chance.nextDouble(2 * Math.PI));
            double size = 0.6 + chance.nextDouble(0.8);
            place.scale(size, size);
            graphics.setColor(faint(colour, strength * (0.5 + chance.nextDouble(0.5))));
            graphics.fill(place.createTransformedShape(shape));
        }
    }

    private static Shape sparkle(double x, double y, double size) {
        double waist = size / 5;
        return polygon(
                x, y - size, x + waist, y - waist, x + size, y, x + waist, y + waist, x, y + size, x - waist, y + waist,
                x - size, y, x - waist, y - waist);
    }

    private static Shape circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Path2D polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static RandomGenerator chance(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Color faint(Color colour, double opacity) {
        return Layers.faint(colour, opacity);
    }
}
