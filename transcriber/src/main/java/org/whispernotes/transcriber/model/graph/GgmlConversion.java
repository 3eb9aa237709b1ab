package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Whisper weights from CTranslate2's layout to whisper.cpp's, in half precision: the same numbers, other names, fused
 * matrices taken apart. Sizes, mel bins and vocabulary come from the weights, so any Whisper model converts.
 */
public final class GgmlConversion {

    /** The header's name for half precision weights. */
    private static final int FTYPE_F16 = 1;

    private static final int TAPS = 3;

    private final WhisperWeights weights;
    private final TokenBytes vocabulary;

    private GgmlConversion(WhisperWeights weights, TokenBytes vocabulary) {
        this.weights = weights;
        this.vocabulary = vocabulary;
    }

    /**
     * @param ct2Model weights in CTranslate2's layout
     * @param ct2Vocabulary the JSON list beside them
     * @throws IOException when they are not there, not a Whisper model's, or the target can't be written
     */
    public static void convert(Path ct2Model, Path ct2Vocabulary, Path target) throws IOException {
        try (WhisperWeights weights = new CTranslate2Weights(ct2Model);
                GgmlFile out = new GgmlFile(target)) {
            new GgmlConversion(weights, new TokenBytes(ct2Vocabulary)).write(out);
        }
    }

    private void write(GgmlFile out) throws IOException {
        WhisperShape shape = weights.shape();
        int[] header = {
            shape.vocabulary(),
            shape.audioContext(),
            shape.width(),
            shape.heads(),
            shape.encoderLayers(),
            shape.textContext(),
            shape.width(),
            shape.heads(),
            shape.decoderLayers(),
            shape.melBins(),
            FTYPE_F16
        };
        for (int value : header) {
            out.integer(value);
        }
        writeMelFilters(out, shape.melBins());
        writeVocabulary(out);
        writeEncoder(out, shape.width());
        writeDecoder(out, shape.width());
    }

    private static void writeMelFilters(GgmlFile out, int mels) throws IOException {
        out.integer(mels);
        out.integer(MelFilters.BINS);
        for (float weight : MelFilters.filters(mels)) {
            out.real(weight);
        }
    }

    /** Text tokens only: whisper.cpp makes the special ones itself. */
    private void writeVocabulary(GgmlFile out) throws IOException {
        int count = vocabulary.endOfText();
        out.integer(count);
        for (int token = 0; token < count; token++) {
            out.bytes(vocabulary.bytes(token));
        }
    }

    private void writeEncoder(GgmlFile out, int state) throws IOException {
        out.table("encoder.positional_embedding", weights.matrix("encoder/position_encodings/encodings"));
        for (int c = 1; c <= 2; c++) {
            out.convolution("encoder.conv" + c + ".weight", weights.matrix("encoder/conv" + c + "/weight"), TAPS);
            out.column("encoder.conv" + c + ".bias", weights.vector("encoder/conv" + c + "/bias"));
        }
        for (int layer = 0; layer < weights.shape().encoderLayers(); layer++) {
            String to = "encoder.blocks." + layer;
            String from = "encoder/layer_" + layer;
            selfAttention(out, to, from, state);
            feedForward(out, to, from, state);
        }
        norm(out, "encoder.ln_post", "encoder/layer_norm");
    }

    private void writeDecoder(GgmlFile out, int state) throws IOException {
        out.table("decoder.positional_embedding", weights.matrix("decoder/position_encodings/encodings"));
        out.half(
                "decoder.token_embedding.weight",
                weights.matrix("decoder/embeddings/weight"),
                0,
                weights.shape().vocabulary());
        for (int layer = 0; layer < weights.shape().decoderLayers(); layer++) {
            String to = "decoder.blocks." + layer;
            String from = "decoder/layer_" + layer;
            selfAttention(out, to, from, state);
            crossAttention(out, to + ".cross_attn", from + "/attention", state);
            feedForward(out, to, from, state);
        }
        norm(out, "decoder.ln", "decoder/layer_norm");
    }

    /** Query, key and value are one matrix. The key has no bias in Whisper. */
    private void selfAttention(GgmlFile out, String block, String layer, int state) throws IOException {
        String to = block + ".attn";
        String from = layer + "/self_attention";
        linear(out, to + ".query", from + "/linear_0", 0, state);
        halfRows(out, to + ".key", from + "/linear_0", state, 2 * state);
        linear(out, to + ".value", from + "/linear_0", 2 * state, 3 * state);
        linear(out, to + ".out", from + "/linear_1", 0, state);
        norm(out, to + "_ln", from + "/layer_norm");
    }

    /** Key and value are one matrix, the query is its own. */
    private void crossAttention(GgmlFile out, String to, String from, int state) throws IOException {
        linear(out, to + ".query", from + "/linear_0", 0, state);
        halfRows(out, to + ".key", from + "/linear_1", 0, state);
        linear(out, to + ".value", from + "/linear_1", state, 2 * state);
        linear(out, to + ".out", from + "/linear_2", 0, state);
        norm(out, to + "_ln", from + "/layer_norm");
    }

    private void feedForward(GgmlFile out, String to, String layer, int state) throws IOException {
        linear(out, to + ".mlp.0", layer + "/ffn/linear_0", 0, 4 * state);
        linear(out, to + ".mlp.2", layer + "/ffn/linear_1", 0, state);
        norm(out, to + ".mlp_ln", layer + "/ffn/layer_norm");
    }

    private void linear(GgmlFile out, String to, String from, int fromRow, int toRow) throws IOException {
        halfRows(out, to, from, fromRow, toRow);
        out.vector(to + ".bias", weights.vector(from + "/bias"), fromRow, toRow);
    }

    private void halfRows(GgmlFile out, String to, String from, int fromRow, int toRow) throws IOException {
        out.half(to + ".weight", weights.matrix(from + "/weight"), fromRow, toRow);
    }

    private void norm(GgmlFile out, String to, String from) throws IOException {
        float[] scale = weights.vector(from + "/gamma");
        float[] shift = weights.vector(from + "/beta");
        out.vector(to + ".weight", scale, 0, scale.length);
        out.vector(to + ".bias", shift, 0, shift.length);
    }
}
