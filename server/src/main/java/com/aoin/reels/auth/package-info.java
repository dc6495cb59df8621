/** Who is calling: verifies the bearer tokens of the shop's identity provider and mints tokens for trying things out. */
@NullMarked
package com.aoin.reels.auth;

import org.jspecify.annotations.NullMarked;
