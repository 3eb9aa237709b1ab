/**
 * Where in the audio somebody speaks.
 */
@NullMarked
package org.whispernotes.transcriber.activity;

import org.jspecify.annotations.NullMarked;
