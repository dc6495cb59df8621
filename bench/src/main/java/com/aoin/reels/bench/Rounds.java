package com.aoin.reels.bench;

/**
 * Rounds of what is compared. All of one round shall have had the same machine, so one of which the host took processors away
 * is measured again; when that happens each time, the attempt counts of which it took least.
 */
final class Rounds {
    /** Per cent of the processors' time. */
    private static final double MOST_TAKEN = 3;

    private static final int MOST_ATTEMPTS = 4;

    private int attempts;

    /** Measures something into figures of its own. */
    @FunctionalInterface
    interface Round {
        void measure(Figures into) throws Exception;
    }

    /**
     * What a round has measured.
     *
     * @param taken figure for what the host took meanwhile, in per cent of the processors' time
     */
    Figures measure(String taken, Round round) throws Exception {
        Figures kept = new Figures();
        double least = Double.MAX_VALUE;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && least > MOST_TAKEN; attempt++) {
            Figures measured = new Figures();
            HostShare before = HostShare.now();
            round.measure(measured);
            double percent = HostShare.now().percentSince(before);
            attempts++;
            if (percent < least) {
                least = percent;
                kept = measured;
            }
        }
        kept.add(taken, least);
        return kept;
    }

    /** Rounds so far, with those that were measured again. */
    int attempts() {
        return attempts;
    }
}
