package org.whispernotes.transcriber.model.graph;

import java.io.Closeable;

/**
 * The weights of a Whisper model under CTranslate2's names: fused query/key/value matrices, {@code gamma} and
 * {@code beta} of layer norms. Sources with another layout translate.
 */
interface WhisperWeights extends Closeable {

    WhisperShape shape();

    /** The matrix of that full name; convolutions are outputs x (inputs x taps). */
    Matrix matrix(String name);

    float[] vector(String name);

    default Linear linear(String name) {
        return new Linear(matrix(name + "/weight"), vector(name + "/bias"));
    }
}
