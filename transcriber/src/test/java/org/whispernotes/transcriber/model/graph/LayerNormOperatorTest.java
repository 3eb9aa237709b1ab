package org.whispernotes.transcriber.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.whispernotes.transcriber.model.graph.OperatorGraph.normal;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.transcriber.model.OwnOperators;

/** Beside the same in doubles. */
class LayerNormOperatorTest {

    private static final int WIDTH = 384;

    private final Random random = new Random(5);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsTheOperators() {
        assumeTrue(OwnOperators.areAvailable(), "this processor has no AVX-512 VNNI, or there is no C compiler");
    }

    @Test
    void eachRowIsNormalisedByItself() throws Exception {
        int rows = 6;
        float[] x = normal(random, rows * WIDTH, 3, 2);
        // Far louder than the rest, as some of Whisper's channels are.
        x[2 * WIDTH + 7] = 500;
        float[] gain = normal(random, WIDTH, 1, 0.5);
        float[] shift = normal(random, WIDTH, 0, 1);

        float[] seen = normalise(x, gain, shift);

        for (int row = 0; row < rows; row++) {
            double[] expected = normalised(Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH), gain, shift);
            for (int c = 0; c < WIDTH; c++) {
                assertThat((double) seen[row * WIDTH + c]).isCloseTo(expected[c], within(1e-4));
            }
        }
    }

    @Test
    void aRowWithoutAnyDifferenceIsTheShift() throws Exception {
        float[] same = new float[WIDTH];
        Arrays.fill(same, 4);
        float[] shift = normal(random, WIDTH, 0, 1);

        assertThat(normalise(same, same, shift)).containsExactly(shift);
    }

    /** Some processors take a hundred cycles for each. */
    @Test
    void numbersThatAreTooSmallToBeNormalCountAsZeroButOnlyWithinOperators() throws Exception {
        float[] tiny = new float[WIDTH];
        Arrays.fill(tiny, 1e-40f);

        assertThat(normalise(normal(random, WIDTH, 0, 1), tiny, new float[WIDTH]))
                .containsOnly(0);

        assertThat(tiny[random.nextInt(WIDTH)] * 2).isNotZero();
    }

    @Test
    void aWidthThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> normalise(new float[WIDTH], new float[WIDTH - 16], new float[WIDTH]))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("gain and shift");
    }

    private float[] normalise(float[] x, float[] gain, float[] shift) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            return operator.floatsOf(operator.graph()
                    .own(
                            "LayerNorm",
                            List.of(
                                    operator.floats("x", x, x.length / WIDTH, 1, WIDTH),
                                    operator.floats("gain", gain, gain.length),
                                    operator.floats("shift", shift, shift.length))));
        }
    }

    private static double[] normalised(float[] row, float[] gain, float[] shift) {
        double mean = 0;
        for (float value : row) {
            mean += value / row.length;
        }
        double variance = 0;
        for (float value : row) {
            variance += (value - mean) * (value - mean) / row.length;
        }
        double[] out = new double[row.length];
        for (int c = 0; c < row.length; c++) {
            out[c] = (row[c] - mean) / Math.sqrt(variance + 1e-5) * gain[c] + shift[c];
        }
        return out;
    }
}
