package org.whispernotes.transcriber.speaker;

/**
 * One speaker within one window.
 *
 * @param window index of the window
 * @param slot the segmentation model's number for the speaker, within the window only
 * @param weight seconds of talking alone, halved where the embedding had to be made from overlapped speech
 * @param embedding of the voice, length 1
 */
record LocalVoice(int window, int slot, float weight, float[] embedding) {}
