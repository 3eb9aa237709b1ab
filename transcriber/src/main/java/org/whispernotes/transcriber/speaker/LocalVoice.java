package org.whispernotes.transcriber.speaker;

import java.util.List;

/**
 * One speaker within one window.
 *
 * @param window index of the window
 * @param slot the segmentation model's number for the speaker, within the window only
 * @param weight seconds of talking alone, halved where the embedding had to be made from overlapped speech
 * @param embedding of the voice, length 1
 * @param pieces of what was said, in time order
 */
record LocalVoice(int window, int slot, float weight, float[] embedding, List<Piece> pieces) {

    /**
     * @param voices in time order
     * @param from the first that is not before the window
     * @return the first after the window; {@code from} where nobody talks in it
     */
    static int endOfWindow(List<LocalVoice> voices, int from, int window) {
        int end = from;
        while (end < voices.size() && voices.get(end).window() == window) {
            end++;
        }
        return end;
    }
}
