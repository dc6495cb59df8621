/** Every live reel as figures in arrays and lists of slots: the memory that the index is made of. */
@NullMarked
package com.aoin.reels.reel.index.table;

import org.jspecify.annotations.NullMarked;
