package com.aoin.reels.demo;

import java.util.List;

/**
 * The script of one promotional clip.
 *
 * @param illustration name of the product's drawing
 * @param ground       the two colours that the background blends between, as {@code #RRGGBB}
 * @param pattern      colour of what moves over the background
 * @param accent       colour of the price tag
 * @param ink          colour of the headlines
 * @param headlines    the one that the clip opens with, and the one that replaces it; lines end with a newline
 * @param tagline      one line below the product
 * @param hoursAgo     how long ago the shop posted it
 * @param description  the caption of the reel
 */
record DemoClip(
        int productId,
        String illustration,
        Backdrop backdrop,
        Motion motion,
        List<String> ground,
        String pattern,
        String accent,
        String ink,
        List<String> headlines,
        String tagline,
        int hoursAgo,
        String description) {}
