/**
 * From the results of all chunks to one transcript.
 */
@NullMarked
package org.whispernotes.transcriber.assemble;

import org.jspecify.annotations.NullMarked;
