/** Batches over a WebSocket. */
@NullMarked
package org.whispernotes.api.job;

import org.jspecify.annotations.NullMarked;
