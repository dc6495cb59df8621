/** Following merchants. */
@NullMarked
package com.aoin.reels.follow;

import org.jspecify.annotations.NullMarked;
