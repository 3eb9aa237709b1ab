package org.whispernotes.transcriber.model.graph;

import java.nio.file.Path;

/**
 * The graphs of one model, built and verified. They are only ever read, so any number of processes may share them.
 *
 * @param directory holds the graphs
 * @param source holds the weights they were built from, and the vocabulary
 */
public record WhisperGraphs(Path directory, Path source, GraphManifest manifest) {

    static final String MEL = "mel.onnx";
    static final String ENCODER = "encoder.onnx";
    static final String DECODER = "decoder.onnx";
    static final String ALIGN = "align.onnx";

    public Path mel() {
        return directory.resolve(MEL);
    }

    public Path encoder() {
        return directory.resolve(ENCODER);
    }

    public Path decoder() {
        return directory.resolve(DECODER);
    }

    public Path align() {
        return directory.resolve(ALIGN);
    }
}
