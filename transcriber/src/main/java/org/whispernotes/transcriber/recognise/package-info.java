/**
 * Speech to text behind one port: {@link org.whispernotes.transcriber.recognise.Recogniser}. Engines live in packages
 * of their own ({@code onnx}, {@code ggml}) and are chosen by setting.
 */
@NullMarked
package org.whispernotes.transcriber.recognise;

import org.jspecify.annotations.NullMarked;
