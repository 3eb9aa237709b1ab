/** Who asks, whether it is theirs, and how many connections they may hold. */
@NullMarked
package org.whispernotes.progress.access;

import org.jspecify.annotations.NullMarked;
