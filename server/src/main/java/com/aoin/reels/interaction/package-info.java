/** Likes, shares and views: the engine that commits them in groups, its rules, and what a user has done so far. */
@NullMarked
package com.aoin.reels.interaction;

import org.jspecify.annotations.NullMarked;
