/** Finding reels by words: the text index in the data directory, what keeps it in step with the database, and the query. */
@NullMarked
package com.aoin.reels.search;

import org.jspecify.annotations.NullMarked;
