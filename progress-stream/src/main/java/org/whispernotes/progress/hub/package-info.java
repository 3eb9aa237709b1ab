/** One subscription to Redis for the whole process, and the bounded buffers of those who follow. */
@NullMarked
package org.whispernotes.progress.hub;

import org.jspecify.annotations.NullMarked;
