/** The event log in Redis, as it is read. */
@NullMarked
package org.whispernotes.progress.log;

import org.jspecify.annotations.NullMarked;
