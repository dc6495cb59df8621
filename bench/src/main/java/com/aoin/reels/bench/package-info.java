/** Measures the service as ratios to limits that are measured beside it in the same run. */
@NullMarked
package com.aoin.reels.bench;

import org.jspecify.annotations.NullMarked;
