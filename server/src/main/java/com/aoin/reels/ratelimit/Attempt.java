package com.aoin.reels.ratelimit;

/**
 * An attempt that was counted or turned away.
 *
 * @param admitted   false when the window's attempts were used up; then it was not counted
 * @param used       attempts of the window so far, this one included where it was admitted
 * @param millisLeft until the window is over
 * @param shared     whether it was counted for all nodes, rather than for this one alone
 */
record Attempt(boolean admitted, int used, long millisLeft, boolean shared) {}
