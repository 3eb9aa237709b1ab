/**
 * Builds ONNX graphs of a Whisper model from its published weights (CTranslate2 or Hugging Face safetensors): log-mel,
 * encoder with cross-attention keys and values, one decoder step, and the attention weights that time words.
 */
@NullMarked
package org.whispernotes.transcriber.model.graph;

import org.jspecify.annotations.NullMarked;
