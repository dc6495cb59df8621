/** The connections under HTTP: how fast they are read, and how long a client may take. */
@NullMarked
package com.aoin.reels.http.connection;

import org.jspecify.annotations.NullMarked;
