/** A whole service for tests: real MariaDB, real files, real ffmpeg, and a client that checks every answer. */
package com.aoin.reels.testing;
