/** The same state for those who ask again and again. */
@NullMarked
package org.whispernotes.progress.poll;

import org.jspecify.annotations.NullMarked;
