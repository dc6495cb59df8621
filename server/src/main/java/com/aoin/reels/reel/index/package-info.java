/** Every live reel in memory: which reels a list or feed may show, in which order, and how the index follows the database. */
@NullMarked
package com.aoin.reels.reel.index;

import org.jspecify.annotations.NullMarked;
