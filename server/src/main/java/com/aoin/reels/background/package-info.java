/** Work that goes on beside requests. */
@NullMarked
package com.aoin.reels.background;

import org.jspecify.annotations.NullMarked;
