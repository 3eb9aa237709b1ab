/** Messages that gave up: recorded, grouped by cause, replayed. */
@NullMarked
package org.whispernotes.api.deadletter;

import org.jspecify.annotations.NullMarked;
