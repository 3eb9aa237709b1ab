package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Building blocks that encoder and decoder share. */
final class Block {

    private static final Attribute EPSILON = Attribute.of("epsilon", 1e-5f);

    private final OnnxGraph graph;
    private final WhisperWeights weights;
    private final boolean ownOperators;

    Block(OnnxGraph graph, WhisperWeights weights, GraphPrecision precision) {
        this.graph = graph;
        this.weights = weights;
        this.ownOperators = precision.ownOperators();
    }

    /**
     * A value on its way through residual layers.
     *
     * @param sum everything added up so far
     * @param pending output of the last layer, not yet added; null before the first layer
     */
    record Residual(String sum, @Nullable String pending) {}

    /** A normalised value and the sum it was made from. */
    record Normalised(String value, String sum) {}

    Normalised normalise(Residual residual, String name, float[] divisors) throws IOException {
        float[] gamma = divided(weights.vector(name + "/gamma"), divisors);
        float[] beta = divided(weights.vector(name + "/beta"), divisors);
        String scale = graph.floats(name + "/gamma", gamma, gamma.length);
        String shift = graph.floats(name + "/beta", beta, beta.length);
        if (residual.pending() == null) {
            return new Normalised(normalise(residual.sum(), scale, shift), residual.sum());
        }
        String sum = graph.op("Add", List.of(residual.sum(), residual.pending()));
        return new Normalised(normalise(sum, scale, shift), sum);
    }

    private String normalise(String sum, String scale, String shift) throws IOException {
        List<String> ins = List.of(sum, scale, shift);
        return ownOperators
                ? graph.own("LayerNorm", ins)
                : graph.op("LayerNormalization", ins, Attribute.of("axis", -1), EPSILON);
    }

    Normalised normalise(Residual residual, String name) throws IOException {
        return normalise(residual, name, new float[0]);
    }

    /** Cuts the last axis into equal parts. */
    List<String> split(String value, int parts) {
        List<String> outs =
                IntStream.range(0, parts).mapToObj(i -> graph.fresh("part")).toList();
        graph.node(
                "Split",
                OnnxGraph.NONE,
                List.of(value),
                outs,
                Attribute.of("axis", 2),
                Attribute.of("num_outputs", parts));
        return outs;
    }

    String gelu(String value) {
        return graph.op("Gelu", List.of(value));
    }

    private static float[] divided(float[] values, float[] divisors) {
        float[] result = values.clone();
        for (int i = 0; i < divisors.length; i++) {
            result[i] /= divisors[i];
        }
        return result;
    }
}
