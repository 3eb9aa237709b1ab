package org.whispernotes.transcriber.model.graph;

import java.io.IOException;

/** What the encoder computes, written with one set of operators or another. Values are [1, S, width] unless said. */
interface EncoderOperators {

    /** Two convolutions over three frames, the second in steps of two, each with GELU: {@code mel} [1, bins, 2 S] to frames. */
    String convolve(String mel, Linear first, Linear second) throws IOException;

    /**
     * Attention of all frames to one another, before it is projected.
     *
     * @param layer its number
     * @param queriesKeysValues the three projections under one another
     * @param loudest inputs that are far larger than the others
     */
    String attend(int layer, String frames, Linear queriesKeysValues, int[] loudest) throws IOException;

    /** A linear layer, called {@code name}. */
    String project(String name, String frames, Linear linear, int[] loudest) throws IOException;

    /**
     * {@code contract(gelu(expand(frames)))}.
     *
     * @param loudest how many of the channels between the two are far larger than the others: the last ones
     */
    String feedForward(int layer, String frames, Linear expand, Linear contract, int loudest) throws IOException;

    /** Makes the outputs that the decoder's cross-attention reads: {@code kind} is key or value. */
    void cross(String kind, int layer, String frames, Linear linear) throws IOException;
}
