/** Streams against a real Redis. */
@NullMarked
package org.whispernotes.progress;

import org.jspecify.annotations.NullMarked;
