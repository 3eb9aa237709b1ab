/** Progress events in Redis to browsers: SSE, WebSocket, polling. */
@NullMarked
package org.whispernotes.progress;

import org.jspecify.annotations.NullMarked;
