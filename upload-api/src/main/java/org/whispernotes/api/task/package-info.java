/** Transcription as a queue of tasks, over plain HTTP. */
@NullMarked
package org.whispernotes.api.task;

import org.jspecify.annotations.NullMarked;
