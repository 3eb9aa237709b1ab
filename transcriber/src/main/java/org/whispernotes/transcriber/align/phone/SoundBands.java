package org.whispernotes.transcriber.align.phone;

/**
 * What a stretch of audio sounds like: the energies of {@link
 * org.whispernotes.transcriber.model.graph.PhoneBands#COUNT} frequency bands, 100 times a second.
 *
 * @param energies bands x frames; frame t is around 10 t ms
 */
public record SoundBands(int frames, float[] energies) {

    static final double FRAMES_A_SECOND = 100;
}
