package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One step of the decoder for B independent rows, each at its own position. Caches are updated in place: bind the same
 * memory as input and output.
 *
 * <ul>
 *   <li>in: {@code tokens}, {@code positions} int64 [B, 1]; {@code lengths} int32 [B] = positions; {@code longest}
 *       int32 = largest position + 1; {@code cross_lengths} int32 [B] = frames - 1; {@code cross_longest} int32 = frames
 *       of the longest row (not for own operators); {@code cross_places} int32 [B] = of those of all cross keys
 *       and values, which each row listens to (own operators only: others listen to that of their own number)
 *   <li>in and out, per layer: {@code past_key_i}/{@code new_key_i} and values, float [B, heads, capacity, head
 *       width]; {@code cross_key_i}/{@code kept_cross_key_i} and values as the encoder made them, [B, …]; own operators
 *       only read them, and take any number
 *   <li>out: {@code log_probabilities} float [B, 1, vocabulary]; {@code query_i} float [B, 1, width] of each layer that
 *       holds alignment heads, scaled so that its product with the stored cross keys, over the root of the head width,
 *       is the attention score
 * </ul>
 */
final class DecoderGraph {

    private final OnnxGraph graph;
    private final WhisperWeights weights;
    private final WhisperShape shape;
    private final GraphPrecision precision;
    private final Block block;

    private DecoderGraph(OnnxGraph graph, WhisperWeights weights, GraphPrecision precision) {
        this.graph = graph;
        this.weights = weights;
        this.shape = weights.shape();
        this.precision = precision;
        this.block = new Block(graph, weights, precision);
    }

    static void write(WhisperWeights weights, GraphPrecision precision, Collection<Integer> alignmentLayers, Path file)
            throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            new DecoderGraph(graph, weights, precision).build(alignmentLayers);
            graph.finish();
        }
    }

    private void build(Collection<Integer> alignmentLayers) throws IOException {
        graph.input("tokens", ElementType.INT64, "rows", 1);
        graph.input("positions", ElementType.INT64, "rows", 1);
        graph.input("lengths", ElementType.INT32, "rows");
        graph.input("longest", ElementType.INT32);
        graph.input("cross_lengths", ElementType.INT32, "rows");
        if (precision.ownOperators()) {
            graph.input("cross_places", ElementType.INT32, "rows");
        } else {
            graph.input("cross_longest", ElementType.INT32);
        }
        Matrix encodings = weights.matrix("decoder/position_encodings/encodings");
        String positions = graph.floats("position_table", encodings.values(), encodings.rows(), encodings.columns());
        String sum = graph.op("Add", List.of(embeddings(), graph.op("Gather", List.of(positions, "positions"))));
        Block.Residual residual = new Block.Residual(sum, null);
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            residual = layer(residual, layer, alignmentLayers.contains(layer));
        }
        String last = block.normalise(residual, "decoder/layer_norm").value();
        String logits = precision
                .independentRows()
                .add(graph, "logits", last, new Linear(weights.matrix("decoder/embeddings/weight")));
        String log = graph.op("LogSoftmax", List.of(logits), Attribute.of("axis", -1));
        graph.output(log, "log_probabilities", ElementType.FLOAT, "rows", 1, shape.vocabulary());
    }

    /** Rows of the embedding: half floats are exact for published weights and are read one row at a time. */
    private String embeddings() throws IOException {
        Matrix embeddings = weights.matrix("decoder/embeddings/weight");
        boolean half = precision.quantised();
        String table = graph.streamed(
                "embeddings",
                half ? ElementType.FLOAT16 : ElementType.FLOAT,
                stream -> {
                    for (int r = 0; r < embeddings.rows(); r++) {
                        if (half) {
                            stream.writeHalf(embeddings.row(r));
                        } else {
                            stream.write(embeddings.row(r));
                        }
                    }
                },
                embeddings.rows(),
                embeddings.columns());
        String rows = graph.op("Gather", List.of(table, "tokens"));
        return half ? graph.op("Cast", List.of(rows), Attribute.of("to", ElementType.FLOAT.onnx())) : rows;
    }

    private Block.Residual layer(Block.Residual residual, int layer, boolean aligns) throws IOException {
        String name = "decoder/layer_" + layer;
        LinearFormat format = precision.independentRows();

        Block.Normalised self = block.normalise(residual, name + "/self_attention/layer_norm");
        String qkv = linear(format, name + "/self_attention/linear_0", self.value());
        String heard = linear(format, name + "/self_attention/linear_1", selfAttention(block.split(qkv, 3), layer));

        Block.Normalised cross = block.normalise(new Block.Residual(self.sum(), heard), name + "/attention/layer_norm");
        String query = linear(format, name + "/attention/linear_0", cross.value());
        String seen = linear(format, name + "/attention/linear_2", crossAttention(query, layer, aligns));

        Block.Normalised feed = block.normalise(new Block.Residual(cross.sum(), seen), name + "/ffn/layer_norm");
        String hidden = block.gelu(linear(format, name + "/ffn/linear_0", feed.value()));
        return new Block.Residual(feed.sum(), linear(format, name + "/ffn/linear_1", hidden));
    }

    private String linear(LinearFormat format, String name, String value) throws IOException {
        return format.add(graph, name, value, weights.linear(name));
    }

    private String selfAttention(List<String> qkv, int layer) {
        Object[] cache = {"rows", shape.heads(), "text_capacity", shape.headWidth()};
        List<String> ins = new ArrayList<>(qkv);
        ins.add(graph.input("past_key_" + layer, ElementType.FLOAT, cache));
        ins.add(graph.input("past_value_" + layer, ElementType.FLOAT, cache));
        ins.addAll(List.of("lengths", "longest"));
        graph.output("new_key_" + layer, ElementType.FLOAT, cache);
        graph.output("new_value_" + layer, ElementType.FLOAT, cache);
        return attention(ins, List.of("new_key_" + layer, "new_value_" + layer), false);
    }

    private String crossAttention(String query, int layer, boolean aligns) throws IOException {
        boolean quantised = precision.quantised();
        ElementType type = quantised ? ElementType.INT8 : ElementType.FLOAT;
        Object[] cache = {
            precision.ownOperators() ? "places" : "rows", shape.heads(), "audio_capacity", shape.headWidth()
        };
        Object[] vector = {"rows", 1, shape.width()};
        String scaled = query;
        if (quantised) {
            String scale = graph.input("cross_key_scale_" + layer, ElementType.FLOAT, vector);
            scaled = graph.op("Mul", List.of(query, scale));
        }
        if (aligns) {
            graph.output(scaled, "query_" + layer, ElementType.FLOAT, vector);
        }
        if (precision.ownOperators()) {
            String keys = graph.input("cross_key_" + layer, type, cache);
            String values = graph.input("cross_value_" + layer, type, cache);
            String seen = graph.own("CrossAttention8", List.of(scaled, keys, values, "cross_lengths", "cross_places"));
            return graph.op("Mul", List.of(seen, graph.input("cross_value_scale_" + layer, ElementType.FLOAT, vector)));
        }
        List<String> ins = new ArrayList<>();
        ins.add(scaled);
        ins.add(graph.input("cross_key_last_" + layer, ElementType.FLOAT, vector));
        ins.add(graph.input("cross_value_last_" + layer, ElementType.FLOAT, vector));
        ins.add(graph.input("cross_key_" + layer, type, cache));
        ins.add(graph.input("cross_value_" + layer, type, cache));
        ins.addAll(List.of("cross_lengths", "cross_longest"));
        List<String> kept = List.of("kept_cross_key_" + layer, "kept_cross_value_" + layer);
        kept.forEach(output -> graph.output(output, type, cache));
        if (!quantised) {
            return attention(ins, kept, false);
        }
        String one = graph.floats("one", new float[] {1}, 1);
        for (int unused = 0; unused < 5; unused++) {
            ins.add(OnnxGraph.NONE);
        }
        ins.addAll(List.of(one, one));
        String scale = graph.input("cross_value_scale_" + layer, ElementType.FLOAT, vector);
        return graph.op("Mul", List.of(attention(ins, kept, true), scale));
    }

    private String attention(List<String> ins, List<String> caches, boolean bytes) {
        String value = graph.fresh("attended");
        List<String> outs = new ArrayList<>(List.of(value));
        outs.addAll(caches);
        List<Attribute> attributes = new ArrayList<>(
                List.of(Attribute.of("num_heads", shape.heads()), Attribute.of("kv_num_heads", shape.heads())));
        if (bytes) {
            attributes.add(Attribute.of("kv_cache_bit_width", 8));
            attributes.add(Attribute.of("k_quant_type", "PER_TENSOR"));
            attributes.add(Attribute.of("v_quant_type", "PER_TENSOR"));
        }
        graph.node("GroupQueryAttention", OnnxGraph.MICROSOFT, ins, outs, attributes.toArray(Attribute[]::new));
        return value;
    }
}
