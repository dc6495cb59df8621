/** The shop's users, merchants, categories and products, and the rules that make a reel visible. */
@NullMarked
package com.aoin.reels.catalog;

import org.jspecify.annotations.NullMarked;
