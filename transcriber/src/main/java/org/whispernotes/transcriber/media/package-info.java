/**
 * From an object in the store to 16 kHz mono samples, with the recording's own problems told apart.
 */
@NullMarked
package org.whispernotes.transcriber.media;

import org.jspecify.annotations.NullMarked;
