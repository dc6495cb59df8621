/** What admins decide about reels, and the record of it. */
@NullMarked
package com.aoin.reels.moderation;

import org.jspecify.annotations.NullMarked;
