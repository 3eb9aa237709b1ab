package org.whispernotes.transcriber.recognise;

/**
 * Which engine and weights produced a text.
 *
 * @param name {@code onnx} or {@code ggml}
 * @param version of the library underneath
 * @param model catalogue name, for example {@code base}
 * @param quantization for example {@code int8}, {@code f16}
 * @param wordTimes whether the engine can time words
 */
public record EngineDescription(String name, String version, String model, String quantization, boolean wordTimes) {}
