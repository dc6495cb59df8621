/** What a feed shows and in which order: functions of the reels, what is known of the shopper, and a time. */
@NullMarked
package com.aoin.reels.feed.ranking;

import org.jspecify.annotations.NullMarked;
