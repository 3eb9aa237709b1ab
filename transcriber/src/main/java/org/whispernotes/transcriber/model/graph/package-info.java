/**
 * Builds ONNX graphs from published weights: of a Whisper model (CTranslate2 or Hugging Face safetensors) log-mel,
 * encoder with cross-attention keys and values, one decoder step, and the attention weights that time words; of voice
 * activity, of speakers and their voices one each.
 */
@NullMarked
package org.whispernotes.transcriber.model.graph;

import org.jspecify.annotations.NullMarked;
