/** Telling clients of other protocols what happens to sessions. */
@NullMarked
package org.whispernotes.api.live;

import org.jspecify.annotations.NullMarked;
