package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.nio.file.Path;
import org.whispernotes.transcriber.model.Ct2Weights.Variable;

/**
 * Whisper weights from CTranslate2's layout to whisper.cpp's, in half precision: the same numbers, other names, fused
 * matrices taken apart. Sizes, mel bins and vocabulary come from the weights, so any Whisper model converts.
 */
final class GgmlConversion {

    /** The header's name for half precision weights. */
    private static final int FTYPE_F16 = 1;

    private final Ct2Weights weights;
    private final Vocabulary vocabulary;

    private GgmlConversion(Ct2Weights weights, Vocabulary vocabulary) {
        this.weights = weights;
        this.vocabulary = vocabulary;
    }

    static void convert(Path ct2Model, Path ct2Vocabulary, Path target) throws IOException {
        GgmlConversion conversion = new GgmlConversion(Ct2Weights.read(ct2Model), new Vocabulary(ct2Vocabulary));
        try (GgmlFile out = new GgmlFile(target)) {
            conversion.write(out);
        }
    }

    private void write(GgmlFile out) throws IOException {
        Variable embeddings = weights.get("decoder/embeddings/weight");
        int audioState = weights.get("encoder/conv1/weight").dimensions()[0];
        int mels = weights.get("encoder/conv1/weight").dimensions()[1];
        int textState = embeddings.dimensions()[1];
        int[] header = {
            embeddings.rows(),
            weights.get("encoder/position_encodings/encodings").rows(),
            audioState,
            (int) weights.get("encoder/num_heads").value(0),
            weights.layers("encoder"),
            weights.get("decoder/position_encodings/encodings").rows(),
            textState,
            (int) weights.get("decoder/num_heads").value(0),
            weights.layers("decoder"),
            mels,
            FTYPE_F16
        };
        for (int value : header) {
            out.integer(value);
        }
        writeMelFilters(out, mels);
        writeVocabulary(out);
        writeEncoder(out, audioState);
        writeDecoder(out, textState);
    }

    private static void writeMelFilters(GgmlFile out, int mels) throws IOException {
        out.integer(mels);
        out.integer(MelFilters.BINS);
        for (float[] filter : MelFilters.of(mels)) {
            for (float weight : filter) {
                out.real(weight);
            }
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
        single(out, "encoder.positional_embedding", "encoder/position_encodings/encodings");
        for (int c = 1; c <= 2; c++) {
            half(out, "encoder.conv" + c + ".weight", "encoder/conv" + c + "/weight");
            out.column("encoder.conv" + c + ".bias", weights.get("encoder/conv" + c + "/bias"));
        }
        for (int layer = 0; layer < weights.layers("encoder"); layer++) {
            String to = "encoder.blocks." + layer;
            String from = "encoder/layer_" + layer;
            selfAttention(out, to, from, state);
            feedForward(out, to, from, state);
        }
        norm(out, "encoder.ln_post", "encoder/layer_norm");
    }

    private void writeDecoder(GgmlFile out, int state) throws IOException {
        single(out, "decoder.positional_embedding", "decoder/position_encodings/encodings");
        half(out, "decoder.token_embedding.weight", "decoder/embeddings/weight");
        for (int layer = 0; layer < weights.layers("decoder"); layer++) {
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
        out.single(to + ".bias", weights.get(from + "/bias"), fromRow, toRow);
    }

    private void halfRows(GgmlFile out, String to, String from, int fromRow, int toRow) throws IOException {
        out.half(to + ".weight", weights.get(from + "/weight"), fromRow, toRow);
    }

    private void norm(GgmlFile out, String to, String from) throws IOException {
        single(out, to + ".weight", from + "/gamma");
        single(out, to + ".bias", from + "/beta");
    }

    private void half(GgmlFile out, String to, String from) throws IOException {
        out.half(to, weights.get(from), 0, weights.get(from).rows());
    }

    private void single(GgmlFile out, String to, String from) throws IOException {
        out.single(to, weights.get(from), 0, weights.get(from).rows());
    }
}
