/** Where videos and thumbnails live, and their delivery. */
@NullMarked
package com.aoin.reels.storage;

import org.jspecify.annotations.NullMarked;
