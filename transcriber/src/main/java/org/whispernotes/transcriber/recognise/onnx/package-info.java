/**
 * Whisper on ONNX Runtime: one decoding loop per model that keeps a batch of windows going, refills a row as soon as its
 * window is done, and never lets one row's text depend on another.
 */
@NullMarked
package org.whispernotes.transcriber.recognise.onnx;

import org.jspecify.annotations.NullMarked;
