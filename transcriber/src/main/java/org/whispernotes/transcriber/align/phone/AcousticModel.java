package org.whispernotes.transcriber.align.phone;

import java.util.List;

/**
 * What each phone sounds like: a hidden Markov model of three states a phone, each a mixture of Gaussians with diagonal
 * covariance, by itself for each stream of the features (energies, their slopes, the slopes' slopes). The states of a
 * phone share its Gaussians and differ in their weights (phonetically tied mixtures, without the neighbours' influence).
 *
 * @param phones names in ARPABET, and {@link #SILENCE}
 * @param mixtures streams x phones
 */
record AcousticModel(List<String> phones, List<List<Mixture>> mixtures) {

    static final String SILENCE = "SIL";
    /** Of each phone. */
    static final int STATES = 3;
    /** Of each frame's features. */
    static final int STREAMS = 3;
    /** Values of each stream. */
    static final int WIDTH = 13;

    /**
     * The Gaussians of one phone in one stream.
     *
     * @param means densities x {@link #WIDTH}
     * @param precisions likewise: half of one over the variance
     * @param offsets {@link #STATES} x densities: the logarithm of the weight and of what the Gaussian is divided by
     */
    record Mixture(float[] means, float[] precisions, float[] offsets) {

        int densities() {
            return means.length / WIDTH;
        }
    }

    AcousticModel {
        if (!phones.contains(SILENCE)) {
            throw new IllegalArgumentException("the acoustic model has no silence: " + phones);
        }
    }
}
