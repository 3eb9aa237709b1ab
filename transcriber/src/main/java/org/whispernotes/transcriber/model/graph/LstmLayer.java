package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.whispernotes.transcriber.model.torch.TorchCheckpoint;
import org.whispernotes.transcriber.model.torch.TorchTensor;

/**
 * One LSTM layer of a PyTorch checkpoint: one direction or both.
 *
 * @param suffixes ends of the parameters' names, one a direction: {@code _l0}, {@code _l0_reverse}
 */
record LstmLayer(TorchCheckpoint weights, List<String> suffixes) {

    /** Seven bits: two products fit 16 bits, so processors without VNNI do not saturate; no measurable loss here. */
    private static final int LIMIT = 63;
    /** PyTorch orders gates input, forget, cell, output; ONNX input, output, forget, cell. */
    private static final int[] GATES = {0, 3, 1, 2};

    /**
     * Adds the layer with weights of eight bits, a scale per gate and unit. Input [time, batch, features]; outputs all
     * steps. The input is quantised on the fly with one scale, so its values must be of one magnitude: normalised, or the
     * output of another LSTM.
     */
    String addQuantised(OnnxGraph graph, String x) throws IOException {
        int hidden = weights.tensor("lstm.weight_hh" + suffixes.get(0)).columns();
        List<String> ins = new ArrayList<>(List.of(x));
        List<String> scales = new ArrayList<>();
        for (String kind : List.of("lstm.weight_ih", "lstm.weight_hh")) {
            Weight weight = stack(kind);
            String name = kind + suffixes.get(0);
            scales.addAll(quantise(graph, name, weight));
            ins.add(name);
        }
        ins.add(bias(graph, hidden));
        List<Attribute> attributes = new ArrayList<>(List.of(Attribute.of("hidden_size", hidden)));
        if (directions() == 2) {
            attributes.add(Attribute.of("direction", "bidirectional"));
        }
        ins.addAll(List.of(OnnxGraph.NONE, OnnxGraph.NONE, OnnxGraph.NONE, OnnxGraph.NONE));
        ins.addAll(scales);
        return graph.microsoft("DynamicQuantizeLSTM", ins, attributes.toArray(new Attribute[0]));
    }

    private int directions() {
        return suffixes.size();
    }

    /** All directions under one another, gates in ONNX's order. */
    private record Weight(float[] values, int rows, int columns) {}

    private Weight stack(String kind) throws IOException {
        float[] values = new float[0];
        int rows = 0;
        int columns = 0;
        for (int d = 0; d < directions(); d++) {
            TorchTensor tensor = weights.tensor(kind + suffixes.get(d));
            rows = tensor.rows();
            columns = tensor.columns();
            if (d == 0) {
                values = new float[directions() * rows * columns];
            }
            int gate = rows / GATES.length * columns;
            for (int g = 0; g < GATES.length; g++) {
                System.arraycopy(tensor.values(), GATES[g] * gate, values, d * rows * columns + g * gate, gate);
            }
        }
        return new Weight(values, rows, columns);
    }

    /** Input and recurrent biases of each direction. */
    private String bias(OnnxGraph graph, int hidden) throws IOException {
        Weight in = stack("lstm.bias_ih");
        Weight recurrent = stack("lstm.bias_hh");
        int size = GATES.length * hidden;
        float[] both = new float[directions() * 2 * size];
        for (int d = 0; d < directions(); d++) {
            System.arraycopy(in.values(), d * size, both, 2 * d * size, size);
            System.arraycopy(recurrent.values(), d * size, both, (2 * d + 1) * size, size);
        }
        return graph.floats("lstm.bias" + suffixes.get(0), both, directions(), 2L * size);
    }

    /** Adds the weights transposed, as the operator wants them; returns the names of scales and zero points. */
    private List<String> quantise(OnnxGraph graph, String name, Weight weight) throws IOException {
        int rows = weight.rows();
        int columns = weight.columns();
        byte[] bytes = new byte[weight.values().length];
        float[] scales = new float[directions() * rows];
        for (int row = 0; row < scales.length; row++) {
            float largest = 1e-12f;
            for (int c = 0; c < columns; c++) {
                largest = Math.max(largest, Math.abs(weight.values()[row * columns + c]));
            }
            scales[row] = largest / LIMIT;
            int direction = row / rows * rows * columns;
            for (int c = 0; c < columns; c++) {
                bytes[direction + c * rows + row % rows] =
                        (byte) Math.round(weight.values()[row * columns + c] / scales[row]);
            }
        }
        graph.constant(name, ElementType.INT8, ByteBuffer.wrap(bytes), directions(), columns, rows);
        ByteBuffer zeros = ByteBuffer.allocate(scales.length);
        return List.of(
                graph.floats(name + "/scale", scales, directions(), rows),
                graph.constant(name + "/zero", ElementType.INT8, zeros, directions(), rows));
    }
}
