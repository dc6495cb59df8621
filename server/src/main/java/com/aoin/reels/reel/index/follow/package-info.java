/** Builds the index, keeps it as the database is, and checks it. */
@NullMarked
package com.aoin.reels.reel.index.follow;

import org.jspecify.annotations.NullMarked;
