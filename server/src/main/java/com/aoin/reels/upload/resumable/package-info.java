/** What is received of an upload so far, piece by piece and durably: the tus protocol's headers, files and rows. */
@NullMarked
package com.aoin.reels.upload.resumable;

import org.jspecify.annotations.NullMarked;
