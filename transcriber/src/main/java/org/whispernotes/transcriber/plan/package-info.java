/**
 * From a recording to stored audio and a plan of chunks.
 */
@NullMarked
package org.whispernotes.transcriber.plan;

import org.jspecify.annotations.NullMarked;
