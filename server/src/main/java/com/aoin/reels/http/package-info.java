/** The HTTP edge: the route table, requests and answers in the API's shapes, and the one place that maps errors. */
@NullMarked
package com.aoin.reels.http;

import org.jspecify.annotations.NullMarked;
