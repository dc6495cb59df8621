/** What a merchant's reels have achieved, in sum, each, and day by day. */
@NullMarked
package com.aoin.reels.analytics;

import org.jspecify.annotations.NullMarked;
