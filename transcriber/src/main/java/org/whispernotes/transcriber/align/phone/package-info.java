/**
 * Words timed by their sounds: where the acoustic model of a classical recogniser finds the phones that the letters stand
 * for. English only.
 */
@NullMarked
package org.whispernotes.transcriber.align.phone;

import org.jspecify.annotations.NullMarked;
