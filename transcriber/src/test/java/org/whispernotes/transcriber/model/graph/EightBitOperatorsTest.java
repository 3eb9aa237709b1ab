package org.whispernotes.transcriber.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.OwnOperators;

/** Operators in 8 bits, beside the same in doubles. */
class EightBitOperatorsTest {

    private static final int HEAD = OwnOperators.HEAD_WIDTH;
    private static final int HEADS = 3;
    private static final int WIDTH = HEADS * HEAD;
    private static final int CAPACITY = 1500;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheOperators() {
        assumeTrue(OwnOperators.areAvailable(), "this processor has no AVX-512 VNNI, or there is no C compiler");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 63, 64, 65, 375, 1500})
    void aWindowAttendsToItselfAsInFloats(int frames) throws Exception {
        float[] queries = normal(frames * WIDTH, 0, 1);
        float[] keys = normal(frames * WIDTH, 0.5, 1);
        float[] values = normal(frames * WIDTH, 1, 1);

        float[] attended = self(queries, keys, values, frames);

        assertThat(relativeError(attended, exact(queries, keys, values, frames)))
                .isLessThan(0.01);
    }

    @Test
    void manySmallProbabilitiesAreNotLost() throws Exception {
        int frames = 1500;
        float[] queries = new float[frames * WIDTH];
        float[] keys = new float[frames * WIDTH];
        float[] values = normal(frames * WIDTH, 0, 1);
        // One key is a thousand times as probable as any other; together the others weigh more.
        for (int frame = 0; frame < frames; frame++) {
            for (int head = 0; head < HEADS; head++) {
                queries[frame * WIDTH + head * HEAD] = 1;
                keys[frame * WIDTH + head * HEAD] = frame == 100 ? (float) (8 * Math.log(1000)) : 0;
                values[frame * WIDTH + head * HEAD + 1] += frame == 100 ? 0 : 5;
            }
        }

        float[] attended = self(queries, keys, values, frames);

        assertThat(relativeError(attended, exact(queries, keys, values, frames)))
                .isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 701, 1499, 1500})
    void aQueryAttendsToTheFramesOfItsRowOnly(int frames) throws Exception {
        int rows = 3;
        float[] queries = normal(rows * WIDTH, 0, 0.05);
        byte[] keys = bytes(rows * HEADS * CAPACITY * HEAD);
        byte[] values = bytes(rows * HEADS * CAPACITY * HEAD);
        int[] last = {frames - 1, 0, CAPACITY - 1};

        float[] attended = cross(queries, keys, values, last);

        for (int row = 0; row < rows; row++) {
            for (int head = 0; head < HEADS; head++) {
                int block = (row * HEADS + head) * CAPACITY * HEAD;
                double[] expected = ExactAttention.of(
                        queries,
                        row * WIDTH + head * HEAD,
                        last[row] + 1,
                        (key, channel) -> keys[block + key * HEAD + channel],
                        (key, channel) -> values[block + key * HEAD + channel]);
                for (int d = 0; d < HEAD; d++) {
                    assertThat((double) attended[row * WIDTH + head * HEAD + d]).isCloseTo(expected[d], offset(0.1));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 17})
    void aLinearLayerGivesEachRowWhatItGetsAlone(int rows) throws Exception {
        int inputs = 3 * HEAD;
        int outputs = 37;
        float[] x = normal(rows * inputs, 0, 1);
        float[] bias = normal(outputs, 0, 1);
        float[][] weights = new float[outputs][];
        for (int r = 0; r < outputs; r++) {
            weights[r] = normal(inputs, 0, 0.1);
        }
        Linear linear = new Linear(new Rows(weights), bias);

        float[] together = linear(linear, x, rows);

        double[] expected = new double[rows * outputs];
        for (int row = 0; row < rows; row++) {
            for (int r = 0; r < outputs; r++) {
                expected[row * outputs + r] = bias[r];
                for (int c = 0; c < inputs; c++) {
                    expected[row * outputs + r] += weights[r][c] * x[row * inputs + c];
                }
            }
            float[] alone = linear(linear, Arrays.copyOfRange(x, row * inputs, (row + 1) * inputs), 1);
            assertThat(Arrays.copyOfRange(together, row * outputs, (row + 1) * outputs))
                    .isEqualTo(alone);
        }
        assertThat(relativeError(together, expected)).isLessThan(0.01);
    }

    @Test
    void aLargeLinearLayerIsSharedBetweenThreads() throws Exception {
        int outputs = 2 * (1 << 20) / HEAD + 5;
        float[][] weights = new float[outputs][];
        for (int r = 0; r < outputs; r++) {
            weights[r] = new float[HEAD];
            weights[r][r % HEAD] = r;
        }
        float[] x = new float[HEAD];
        Arrays.fill(x, 1);

        float[] out = linear(new Linear(new Rows(weights)), x, 1);

        for (int r = 0; r < outputs; r++) {
            assertThat(out[r]).isCloseTo(r, offset(0.001f * r + 0.001f));
        }
    }

    @Test
    void aFrameOutsideOfTheWindowIsRefused() {
        byte[] stored = bytes(HEADS * CAPACITY * HEAD);

        assertThatThrownBy(() -> cross(new float[WIDTH], stored, stored, new int[] {CAPACITY}))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("last frame");
    }

    private float[] self(float[] queries, float[] keys, float[] values, int frames) throws IOException, OrtException {
        Path file = directory.resolve("self.onnx");
        try (OnnxGraph graph = new OnnxGraph(file)) {
            Object[] shape = {1, "frames", WIDTH};
            List<String> ins = List.of("q", "k", "v");
            ins.forEach(name -> graph.input(name, ElementType.FLOAT, shape));
            graph.output(graph.own("SelfAttention8", ins), "out", ElementType.FLOAT, shape);
            graph.finish();
        }
        long[] shape = {1, frames, WIDTH};
        try (OnnxTensor q = OnnxTensor.createTensor(environment, FloatBuffer.wrap(queries), shape);
                OnnxTensor k = OnnxTensor.createTensor(environment, FloatBuffer.wrap(keys), shape);
                OnnxTensor v = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape)) {
            return run(file, Map.of("q", q, "k", k, "v", v));
        }
    }

    private float[] cross(float[] queries, byte[] keys, byte[] values, int[] last) throws IOException, OrtException {
        Path file = directory.resolve("cross.onnx");
        try (OnnxGraph graph = new OnnxGraph(file)) {
            Object[] stored = {"rows", HEADS, CAPACITY, HEAD};
            graph.input("q", ElementType.FLOAT, "rows", 1, WIDTH);
            graph.input("k", ElementType.INT8, stored);
            graph.input("v", ElementType.INT8, stored);
            graph.input("last", ElementType.INT32, "rows");
            String out = graph.own("CrossAttention8", List.of("q", "k", "v", "last"));
            graph.output(out, "out", ElementType.FLOAT, "rows", 1, WIDTH);
            graph.finish();
        }
        long[] stored = {last.length, HEADS, CAPACITY, HEAD};
        try (OnnxTensor q = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(queries), new long[] {last.length, 1, WIDTH});
                OnnxTensor k = OnnxTensor.createTensor(environment, ByteBuffer.wrap(keys), stored, OnnxJavaType.INT8);
                OnnxTensor v =
                        OnnxTensor.createTensor(environment, ByteBuffer.wrap(values), stored, OnnxJavaType.INT8);
                OnnxTensor l = OnnxTensor.createTensor(environment, IntBuffer.wrap(last), new long[] {last.length})) {
            return run(file, Map.of("q", q, "k", k, "v", v, "last", l));
        }
    }

    private float[] linear(Linear linear, float[] x, int rows) throws IOException, OrtException {
        Path file = directory.resolve("linear.onnx");
        int inputs = linear.weight().columns();
        try (OnnxGraph graph = new OnnxGraph(file)) {
            graph.input("x", ElementType.FLOAT, "rows", 1, inputs);
            String out = new LinearFormat.Packed8().add(graph, "layer", "x", linear);
            graph.output(
                    out, "out", ElementType.FLOAT, "rows", 1, linear.weight().rows());
            graph.finish();
        }
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {rows, 1, inputs})) {
            return run(file, Map.of("x", tensor));
        }
    }

    private float[] run(Path graph, Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OwnOperators.register(options);
            options.setIntraOpNumThreads(2);
            try (OrtSession session = environment.createSession(graph.toString(), options);
                    OrtSession.Result result = session.run(inputs)) {
                FloatBuffer out = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] values = new float[out.remaining()];
                out.get(values);
                return values;
            }
        }
    }

    private static double[] exact(float[] queries, float[] keys, float[] values, int frames) {
        double[] out = new double[frames * WIDTH];
        for (int head = 0; head < HEADS; head++) {
            int first = head * HEAD;
            for (int frame = 0; frame < frames; frame++) {
                double[] attended = ExactAttention.of(
                        queries,
                        frame * WIDTH + first,
                        frames,
                        (key, channel) -> keys[key * WIDTH + first + channel],
                        (key, channel) -> values[key * WIDTH + first + channel]);
                System.arraycopy(attended, 0, out, frame * WIDTH + first, HEAD);
            }
        }
        return out;
    }

    private static double relativeError(float[] seen, double[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < seen.length; i++) {
            difference += Math.pow(seen[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    /** A matrix in memory. */
    private record Rows(float[][] content) implements Matrix {

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

    private float[] normal(int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }

    private byte[] bytes(int count) {
        byte[] values = new byte[count];
        random.nextBytes(values);
        return values;
    }
}
