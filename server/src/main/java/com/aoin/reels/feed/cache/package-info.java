/** Feeds that have been made, kept for the pages that follow: in this process, and in Redis for all nodes. */
@NullMarked
package com.aoin.reels.feed.cache;

import org.jspecify.annotations.NullMarked;
