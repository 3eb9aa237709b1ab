/** What came out: transcript, todos, summary and the recording itself. */
@NullMarked
package org.whispernotes.api.result;

import org.jspecify.annotations.NullMarked;
