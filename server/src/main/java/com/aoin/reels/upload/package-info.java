/** Taking a video in: the streamed upload, its checks in order, and what cleans up after a failure or a crash. */
@NullMarked
package com.aoin.reels.upload;

import org.jspecify.annotations.NullMarked;
