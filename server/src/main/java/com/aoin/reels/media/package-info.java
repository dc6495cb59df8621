/** Recognising, measuring and cutting untrusted video, with ffmpeg and ffprobe as fenced-in child processes. */
@NullMarked
package com.aoin.reels.media;

import org.jspecify.annotations.NullMarked;
