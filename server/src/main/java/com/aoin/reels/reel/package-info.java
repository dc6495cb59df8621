/** The reel itself: reading, listing, editing and deleting it, and the JSON object that every endpoint shows. */
@NullMarked
package com.aoin.reels.reel;

import org.jspecify.annotations.NullMarked;
