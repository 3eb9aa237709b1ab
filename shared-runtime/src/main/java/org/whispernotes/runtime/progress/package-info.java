/** Progress events into Redis. */
@NullMarked
package org.whispernotes.runtime.progress;

import org.jspecify.annotations.NullMarked;
