/** How often a user may do what costs the service much. */
@NullMarked
package com.aoin.reels.ratelimit;

import org.jspecify.annotations.NullMarked;
