/** The engine that applies likes, shares, views and follows in groups, each answered once it is durable. */
@NullMarked
package com.aoin.reels.interaction.engine;

import org.jspecify.annotations.NullMarked;
