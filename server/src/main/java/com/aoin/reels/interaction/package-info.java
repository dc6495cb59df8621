/** Likes, shares and views over HTTP, and what a user has done so far. */
@NullMarked
package com.aoin.reels.interaction;

import org.jspecify.annotations.NullMarked;
