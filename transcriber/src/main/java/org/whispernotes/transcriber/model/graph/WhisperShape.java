package org.whispernotes.transcriber.model.graph;

/**
 * The sizes of a Whisper model, all read from its weights.
 *
 * @param melBins 80, or 128 from large-v3 on
 * @param width of the hidden state
 * @param heads of every attention
 * @param encoderLayers 4..32
 * @param decoderLayers as many, fewer in turbo and distilled models
 * @param vocabulary 51864 (.en), 51865 or 51866 tokens
 * @param audioContext encoder frames of 20 ms in a window: 1500
 * @param textContext decoder positions: 448
 */
public record WhisperShape(
        int melBins,
        int width,
        int heads,
        int encoderLayers,
        int decoderLayers,
        int vocabulary,
        int audioContext,
        int textContext) {

    /** Width of one attention head. */
    public int headWidth() {
        return width / heads;
    }
}
