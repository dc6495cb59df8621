/** The database: an embedded MariaDB or the one at a URL, its pool, its transactions and its migrations. */
@NullMarked
package com.aoin.reels.db;

import org.jspecify.annotations.NullMarked;
