package org.whispernotes.transcriber.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.OwnOperators;

/** A graph of one operator of our own, run on two threads. Inputs are kept until it is closed. */
final class OperatorGraph implements AutoCloseable {

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    private final Path file;
    private final OnnxGraph graph;

    OperatorGraph(Path directory) throws IOException {
        file = directory.resolve("operator.onnx");
        graph = new OnnxGraph(file);
    }

    OnnxGraph graph() {
        return graph;
    }

    String floats(String name, float[] values, long... shape) throws OrtException {
        inputs.put(name, OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
        return input(name, ElementType.FLOAT, shape);
    }

    String bytes(String name, byte[] values, long... shape) throws OrtException {
        inputs.put(name, OnnxTensor.createTensor(environment, ByteBuffer.wrap(values), shape, OnnxJavaType.INT8));
        return input(name, ElementType.INT8, shape);
    }

    String integers(String name, int[] values, long... shape) throws OrtException {
        inputs.put(name, OnnxTensor.createTensor(environment, IntBuffer.wrap(values), shape));
        return input(name, ElementType.INT32, shape);
    }

    private String input(String name, ElementType type, long... shape) {
        Object[] sizes = new Object[shape.length];
        for (int i = 0; i < shape.length; i++) {
            sizes[i] = shape[i];
        }
        return graph.input(name, type, sizes);
    }

    /** The result called {@code name}, declared with so many unknown dimensions. */
    void output(String name, ElementType type, int dimensions) {
        Object[] sizes = new Object[dimensions];
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = name + i;
        }
        graph.output(name, type, sizes);
    }

    /** Runs the graph, whose only output is {@code value}, [?, ?, ?]. */
    float[] floatsOf(String value) throws IOException, OrtException {
        output(value, ElementType.FLOAT, 3);
        return run(result -> {
            FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[out.remaining()];
            out.get(values);
            return values;
        });
    }

    <T> T run(Reading<T> reading) throws IOException, OrtException {
        graph.finish();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OwnOperators.register(options);
            options.setIntraOpNumThreads(2);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OrtSession.Result result = session.run(inputs)) {
                return reading.of(result);
            }
        }
    }

    /** What is taken from the results. */
    @FunctionalInterface
    interface Reading<T> {
        T of(OrtSession.Result result) throws OrtException;
    }

    @Override
    public void close() throws IOException {
        inputs.values().forEach(OnnxTensor::close);
        graph.close();
    }

    /** Asserts that multiplying by tiles gives the same bits; nothing is asserted on a processor without them. */
    static void assertTilesChangeNothing(Computation computation) throws IOException, OrtException {
        assumeTrue(OwnOperators.useTiles(true), "this processor has no AMX, or the compiler does not know it");
        float[] byTiles = computation.result();
        OwnOperators.useTiles(false);
        try {
            assertThat(computation.result()).isEqualTo(byTiles);
        } finally {
            OwnOperators.useTiles(true);
        }
    }

    /** What an operator makes of the same inputs each time. */
    @FunctionalInterface
    interface Computation {
        float[] result() throws IOException, OrtException;
    }

    static float[] normal(Random random, int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }

    static double relativeError(float[] seen, double[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < seen.length; i++) {
            difference += Math.pow(seen[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    /** A linear layer with random weights of a size that keeps the outputs near one. */
    static Linear randomLayer(Random random, int inputs, int outputs) {
        float[][] weights = new float[outputs][];
        for (int r = 0; r < outputs; r++) {
            weights[r] = normal(random, inputs, 0, 1 / Math.sqrt(inputs));
        }
        return new Linear(new Rows(weights), normal(random, outputs, 0, 1));
    }

    static double[] exact(Linear linear, float[] x) {
        return exact(linear, doubles(x));
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** The layer's output, in doubles. */
    static double[] exact(Linear linear, double[] x) {
        double[] out = new double[linear.weight().rows()];
        for (int r = 0; r < out.length; r++) {
            float[] weights = linear.weight().row(r);
            out[r] = linear.biases()[r];
            for (int c = 0; c < weights.length; c++) {
                out[r] += weights[c] * x[c];
            }
        }
        return out;
    }

    /** A matrix in memory. */
    record Rows(float[][] content) implements Matrix {

        @Override
        public int rows() {
            return content.length;
        }

        @Override
        public int columns() {
            return content[0].length;
        }

        @Override
        public void read(int row, float[] target) {
            System.arraycopy(content[row], 0, target, 0, target.length);
        }
    }
}
