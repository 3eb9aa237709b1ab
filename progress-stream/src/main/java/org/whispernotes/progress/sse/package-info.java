/** Server-Sent Events. */
@NullMarked
package org.whispernotes.progress.sse;

import org.jspecify.annotations.NullMarked;
