/** What shoppers do with reels; here, what a viewer has liked and whom they follow. */
@NullMarked
package com.aoin.reels.interaction;

import org.jspecify.annotations.NullMarked;
