package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the alignment heads look, as Whisper's {@code timing.py} finds it: each head's softmax over the frames, normalised
 * over the tokens, added up. Its running median in between is left out: words are timed as well without. Inputs
 * {@code queries} [heads, tokens, head width], {@code keys} [heads, frames, head width]; output {@code weights} [tokens,
 * frames].
 */
final class AlignGraph {

    private AlignGraph() {}

    static void write(WhisperShape shape, GraphPrecision precision, Path file) throws IOException {
        try (OnnxGraph graph = new OnnxGraph(file)) {
            graph.input("queries", ElementType.FLOAT, "heads", "tokens", shape.headWidth());
            String keys = graph.input(
                    "keys",
                    precision.quantised() ? ElementType.INT8 : ElementType.FLOAT,
                    "heads",
                    "frames",
                    shape.headWidth());
            if (precision.quantised()) {
                keys = graph.op("Cast", List.of(keys), Attribute.of("to", ElementType.FLOAT.onnx()));
            }
            String scores = graph.microsoft(
                    "FusedMatMul", List.of("queries", keys), Attribute.of("transB", 1), Attribute.of("alpha", (float)
                            (1 / Math.sqrt(shape.headWidth()))));
            String weights = graph.op("Softmax", List.of(scores), Attribute.of("axis", -1));
            String tokens = graph.longs("token_axis", 1);
            String mean = graph.op("ReduceMean", List.of(weights, tokens), Attribute.of("keepdims", 1));
            String centred = graph.op("Sub", List.of(weights, mean));
            String variance = graph.op(
                    "ReduceMean",
                    List.of(graph.op("Mul", List.of(centred, centred)), tokens),
                    Attribute.of("keepdims", 1));
            String deviation =
                    graph.op("Sqrt", List.of(graph.op("Add", List.of(variance, graph.scalar("tiny", 1e-18f)))));
            String normalised = graph.op("Div", List.of(centred, deviation));
            String sum = graph.op(
                    "ReduceSum", List.of(normalised, graph.longs("head_axis", 0)), Attribute.of("keepdims", 0));
            graph.output(sum, "weights", ElementType.FLOAT, "tokens", "frames");
            graph.finish();
        }
    }
}
