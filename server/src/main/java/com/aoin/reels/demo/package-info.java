/** The sample shop of demo mode: its catalogue and people, its clips filmed on the spot, and signing in as anyone. */
@NullMarked
package com.aoin.reels.demo;

import org.jspecify.annotations.NullMarked;
