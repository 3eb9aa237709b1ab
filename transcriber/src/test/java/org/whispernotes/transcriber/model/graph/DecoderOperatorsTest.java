package org.whispernotes.transcriber.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.assertTilesChangeNothing;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.exact;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.normal;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.randomLayer;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.relativeError;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whispernotes.transcriber.model.OwnOperators;

/** The decoder's operators in 8 bits, beside the same in doubles. */
class DecoderOperatorsTest {

    private static final int HEAD = OwnOperators.HEAD_WIDTH;
    private static final int HEADS = 3;
    private static final int WIDTH = HEADS * HEAD;
    private static final int CAPACITY = 1500;

    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheOperators() {
        assumeTrue(OwnOperators.areAvailable(), "this processor has no AVX-512 VNNI, or there is no C compiler");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 701, 1499, 1500})
    void aQueryAttendsToTheFramesOfItsRowOnly(int frames) throws Exception {
        int rows = 3;
        float[] queries = normal(random, rows * WIDTH, 0, 0.05);
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

    @Test
    void rowsThatHearTheSameWindowGetWhatACopyOfItGives() throws Exception {
        // More that hear the same than are answered in one go, some less of it, and others between them.
        int[] heard = {1, 0, 1, 1, 1, 0, 1, 1};
        int[] last = {90, 70, 90, 12, 90, 70, 90, 90};
        float[] queries = normal(random, heard.length * WIDTH, 0, 0.05);
        int window = HEADS * CAPACITY * HEAD;
        byte[] keys = bytes(2 * window);
        byte[] values = bytes(2 * window);

        float[] shared = cross(queries, keys, values, last, heard);

        assertThat(shared).isEqualTo(cross(queries, copies(keys, heard), copies(values, heard), last));
    }

    /** A window of its own for each row. */
    private static byte[] copies(byte[] windows, int[] heard) {
        int window = HEADS * CAPACITY * HEAD;
        byte[] copies = new byte[heard.length * window];
        for (int row = 0; row < heard.length; row++) {
            System.arraycopy(windows, heard[row] * window, copies, row * window, window);
        }
        return copies;
    }

    @Test
    void aWindowThatIsNotThereIsRefused() {
        byte[] stored = bytes(HEADS * CAPACITY * HEAD);

        assertThatThrownBy(() -> cross(new float[WIDTH], stored, stored, new int[] {1}, new int[] {1}))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("window that is not there");
    }

    @Test
    void aFrameOutsideOfTheWindowIsRefused() {
        byte[] stored = bytes(HEADS * CAPACITY * HEAD);

        assertThatThrownBy(() -> cross(new float[WIDTH], stored, stored, new int[] {CAPACITY}))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("last frame");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 17})
    void aLinearLayerGivesEachRowWhatItGetsAlone(int rows) throws Exception {
        int inputs = 3 * HEAD;
        int outputs = 37;
        Linear layer = randomLayer(random, inputs, outputs);
        float[] x = normal(random, rows * inputs, 0, 1);

        float[] together = linear(layer, x, rows);

        for (int row = 0; row < rows; row++) {
            float[] ofRow = Arrays.copyOfRange(x, row * inputs, (row + 1) * inputs);
            float[] seen = Arrays.copyOfRange(together, row * outputs, (row + 1) * outputs);
            assertThat(seen).isEqualTo(linear(layer, ofRow, 1));
            assertThat(relativeError(seen, exact(layer, ofRow))).isLessThan(0.01);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 8, 16, 17, 35})
    void aLinearLayerByTilesIsTheSame(int rows) throws Exception {
        Linear layer = randomLayer(random, 3 * HEAD, 37);
        float[] x = normal(random, rows * 3 * HEAD, 0, 1);

        assertTilesChangeNothing(() -> linear(layer, x, rows));
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

        float[] out = linear(new Linear(new OperatorGraph.Rows(weights)), x, 1);

        for (int r = 0; r < outputs; r++) {
            assertThat(out[r]).isCloseTo(r, offset(0.001f * r + 0.001f));
        }
    }

    private float[] cross(float[] queries, byte[] keys, byte[] values, int[] last) throws IOException, OrtException {
        return cross(
                queries, keys, values, last, IntStream.range(0, last.length).toArray());
    }

    private float[] cross(float[] queries, byte[] keys, byte[] values, int[] last, int[] heard)
            throws IOException, OrtException {
        int rows = last.length;
        int windows = keys.length / (HEADS * CAPACITY * HEAD);
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            List<String> ins = List.of(
                    operator.floats("q", queries, rows, 1, WIDTH),
                    operator.bytes("k", keys, windows, HEADS, CAPACITY, HEAD),
                    operator.bytes("v", values, windows, HEADS, CAPACITY, HEAD),
                    operator.integers("last", last, rows),
                    operator.integers("heard", heard, rows));
            return operator.floatsOf(operator.graph().own("CrossAttention8", ins));
        }
    }

    private float[] linear(Linear linear, float[] x, int rows) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("x", x, rows, 1, linear.weight().columns());
            return operator.floatsOf(new LinearFormat.Packed8().add(operator.graph(), "layer", input, linear));
        }
    }

    private byte[] bytes(int count) {
        byte[] values = new byte[count];
        random.nextBytes(values);
        return values;
    }
}
