package com.aoin.reels.demo;

/** How the product moves, as ffmpeg expressions of the time {@code t} in seconds; each repeats within a clip. */
enum Motion {
    STILL("0", "4*sin(2*PI*t/5)"),
    BOB("0", "14*sin(2*PI*t/2.5)"),
    HOP("0", "-30*abs(sin(PI*t/1.25))"),
    SWAY("0.075*sin(2*PI*t/2.5)", "6*sin(2*PI*t/2.5+1)");

    private final String angle;
    private final String lift;

    Motion(String angle, String lift) {
        this.angle = angle;
        this.lift = lift;
    }

    /** In radians. */
    String angle() {
        return angle;
    }

    /** In pixels downwards. */
    String lift() {
        return lift;
    }

    boolean turns() {
        return !angle.equals("0");
    }
}
