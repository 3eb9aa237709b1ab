/**
 * Whisper by whisper.cpp, for any ggml file.
 */
@NullMarked
package org.whispernotes.transcriber.recognise.ggml;

import org.jspecify.annotations.NullMarked;
