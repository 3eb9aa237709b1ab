package org.whispernotes.transcriber.model.graph;

/**
 * A cross-attention head of the decoder that follows the words through the audio.
 *
 * @param layer from 0
 * @param head from 0
 */
public record AlignmentHead(int layer, int head) {}
