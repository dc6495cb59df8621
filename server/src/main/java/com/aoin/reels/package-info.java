/** The Reels service: its entry point and the composition root that wires every part. */
@NullMarked
package com.aoin.reels;

import org.jspecify.annotations.NullMarked;
