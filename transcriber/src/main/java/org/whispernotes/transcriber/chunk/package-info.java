/**
 * From a chunk's audio to its text.
 */
@NullMarked
package org.whispernotes.transcriber.chunk;

import org.jspecify.annotations.NullMarked;
