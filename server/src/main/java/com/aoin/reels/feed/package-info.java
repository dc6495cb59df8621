/** The feeds: trending, recommended and following. */
@NullMarked
package com.aoin.reels.feed;

import org.jspecify.annotations.NullMarked;
