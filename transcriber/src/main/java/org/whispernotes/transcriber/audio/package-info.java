/**
 * The decoded audio of a run in the store: written once while it is decoded, read piece by piece.
 */
@NullMarked
package org.whispernotes.transcriber.audio;

import org.jspecify.annotations.NullMarked;
