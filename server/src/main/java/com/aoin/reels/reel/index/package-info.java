/** Every live reel in memory: which reels a list or feed may show, and in which order. */
@NullMarked
package com.aoin.reels.reel.index;

import org.jspecify.annotations.NullMarked;
