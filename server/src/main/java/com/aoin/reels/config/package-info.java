/** The settings of the service: read once from the environment and a file, checked whole before anything starts. */
@NullMarked
package com.aoin.reels.config;

import org.jspecify.annotations.NullMarked;
