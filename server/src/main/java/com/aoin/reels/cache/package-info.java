/** The shared memory of several nodes: one connection to Redis that is never in the way when Redis is away. */
@NullMarked
package com.aoin.reels.cache;

import org.jspecify.annotations.NullMarked;
