/** A recording to a transcript within this process: no broker, no Redis, no object store. */
@NullMarked
package org.whispernotes.transcriber.direct;

import org.jspecify.annotations.NullMarked;
