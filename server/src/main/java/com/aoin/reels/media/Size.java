package com.aoin.reels.media;

/** Width and height of square pixels. */
record Size(int width, int height) {
    private static final double LEAST_ASPECT = 0.25;
    private static final double MOST_ASPECT = 4;

    /** As a player shows the video: upright and with square pixels. An outlandish pixel shape is a lie of the file. */
    static Size shown(VideoProbe probe) {
        double aspect = probe.pixelAspect().value();
        boolean believable = aspect >= LEAST_ASPECT && aspect <= MOST_ASPECT;
        return new Size((int) Math.round(probe.width() * (believable ? aspect : 1)), probe.height());
    }

    /** The largest size of this shape inside the box, enlarged if need be; even numbers. */
    Size fittedInto(Size box) {
        return scaled(Math.min((double) box.width / width, (double) box.height / height));
    }

    /** This shape with a short edge of at most that many pixels, never enlarged; even numbers. */
    Size withShortEdge(int most) {
        return scaled(Math.min(1, (double) most / Math.min(width, height)));
    }

    private Size scaled(double factor) {
        return new Size(even(width * factor), even(height * factor));
    }

    /** Rounded down, but for the tiny error that a fraction such as 720/1080 leaves behind. */
    private static int even(double edge) {
        return Math.max(2, 2 * (int) Math.floor(edge / 2 + 0.01));
    }
}
