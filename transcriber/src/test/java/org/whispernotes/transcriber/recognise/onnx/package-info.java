@NullMarked
package org.whispernotes.transcriber.recognise.onnx;

import org.jspecify.annotations.NullMarked;
