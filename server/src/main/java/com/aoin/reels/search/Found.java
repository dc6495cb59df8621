package com.aoin.reels.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param reelIds the best, in order
 * @param total   how many there are in all
 */
record Found(List<Integer> reelIds, int total) {}
