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

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The encoder's operators in 8 bits, beside the same in doubles. */
class EncoderOperatorsTest {

    private static final int HEAD = OwnOperators.HEAD_WIDTH;
    private static final int HEADS = 4;
    private static final int WIDTH = HEADS * HEAD;

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
        float[] qkv = normal(random, frames * 3 * WIDTH, 0.5, 1);

        assertThat(relativeError(attend(qkv, frames), attended(qkv, frames))).isLessThan(0.01);
    }

    @Test
    void manySmallProbabilitiesAreNotLost() throws Exception {
        int frames = 1500;
        float[] qkv = new float[frames * 3 * WIDTH];
        // One key is a thousand times as probable as any other; together the others weigh more.
        for (int frame = 0; frame < frames; frame++) {
            int at = frame * 3 * WIDTH;
            for (int head = 0; head < HEADS; head++) {
                qkv[at + head * HEAD] = 1;
                qkv[at + WIDTH + head * HEAD] = frame == 100 ? (float) (8 * Math.log(1000)) : 0;
                for (int d = 0; d < HEAD; d++) {
                    qkv[at + 2 * WIDTH + head * HEAD + d] = (float) random.nextGaussian();
                }
                qkv[at + 2 * WIDTH + head * HEAD + 1] += frame == 100 ? 0 : 5;
            }
        }

        assertThat(relativeError(attend(qkv, frames), attended(qkv, frames))).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 6, 7, 48, 49, 101})
    void aLayerOfManyRowsGivesEachWhatItGetsAlone(int rows) throws Exception {
        Linear layer = randomLayer(random, WIDTH, 96);
        float[] x = normal(random, rows * WIDTH, 0, 1);

        float[] together = linear(layer, x, rows);

        for (int row = 0; row < rows; row++) {
            float[] ofRow = Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH);
            float[] seen = Arrays.copyOfRange(together, row * 96, (row + 1) * 96);
            assertThat(seen).isEqualTo(linear(layer, ofRow, 1));
            assertThat(relativeError(seen, exact(layer, ofRow))).isLessThan(0.012);
        }
    }

    @Test
    void aLoudInputLeavesTheOtherBlocksExact() throws Exception {
        float[] x = normal(random, WIDTH, 0, 1);
        x[WIDTH - 1] = 1000;
        int[] ofTheLoudBlock =
                IntStream.range(WIDTH - Quantisation.BLOCK, WIDTH).toArray();
        Linear random32 = randomLayer(random, WIDTH, 32);
        Linear quiet = new Linear(random32.weight().without(ofTheLoudBlock), random32.bias());

        assertThat(relativeError(linear(quiet, x, 1), exact(quiet, x))).isLessThan(0.012);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 50})
    void twoLayersWithGeluBetween(int rows) throws Exception {
        Linear expand = randomLayer(random, WIDTH, 2 * WIDTH);
        Linear contract = randomLayer(random, 2 * WIDTH, WIDTH);
        float[] x = normal(random, rows * WIDTH, 0, 1);

        float[] seen = feedForward(expand, contract, x, rows);

        double[] expected = new double[rows * WIDTH];
        for (int row = 0; row < rows; row++) {
            double[] hidden = exact(expand, Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH));
            double[] out = exact(
                    contract,
                    Arrays.stream(hidden).map(EncoderOperatorsTest::gelu).toArray());
            System.arraycopy(out, 0, expected, row * WIDTH, WIDTH);
        }
        assertThat(relativeError(seen, expected)).isLessThan(0.015);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 60})
    void aConvolutionOverThreeFramesInStepsOfTwo(int frames) throws Exception {
        int channels = 128;
        Linear layer = randomLayer(random, 3 * channels, 64);
        float[] x = normal(random, 2 * frames * channels, 0, 1);

        float[] seen = convolve(layer, x, frames);

        double[] expected = new double[frames * 64];
        for (int frame = 0; frame < frames; frame++) {
            float[] three = new float[3 * channels];
            int before = frame == 0 ? channels : 0;
            System.arraycopy(x, (2 * frame - 1) * channels + before, three, before, 3 * channels - before);
            double[] out = exact(layer, three);
            for (int r = 0; r < out.length; r++) {
                expected[frame * 64 + r] = gelu(out[r]);
            }
        }
        assertThat(relativeError(seen, expected)).isLessThan(0.015);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 17, 63, 64, 65, 375, 1500})
    void attentionByTilesIsTheSame(int frames) throws Exception {
        float[] qkv = normal(random, frames * 3 * WIDTH, 0.5, 1);

        assertTilesChangeNothing(() -> attend(qkv, frames));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 48, 49, 101, 161})
    void layersByTilesAreTheSame(int rows) throws Exception {
        Linear expand = randomLayer(random, WIDTH, 2 * WIDTH);
        Linear contract = randomLayer(random, 2 * WIDTH, WIDTH);
        Linear convolution = randomLayer(random, 3 * WIDTH, 96);
        float[] x = normal(random, 2 * rows * WIDTH, 0, 1);
        float[] half = Arrays.copyOf(x, rows * WIDTH);

        assertTilesChangeNothing(() -> linear(expand, half, rows));
        assertTilesChangeNothing(() -> feedForward(expand, contract, half, rows));
        assertTilesChangeNothing(() -> convolve(convolution, x, rows));
    }

    @Test
    void geluIsExactToTwoTenThousandths() throws Exception {
        int channels = 128;
        float[] biases = new float[1024];
        for (int r = 0; r < biases.length; r++) {
            biases[r] = r / 128f - 4;
        }
        Linear layer = new Linear(new OperatorGraph.Rows(new float[biases.length][3 * channels]), biases);

        float[] seen = convolve(layer, new float[2 * channels], 1);

        for (int r = 0; r < biases.length; r++) {
            assertThat((double) seen[r]).as("%s", biases[r]).isCloseTo(gelu(biases[r]), offset(2e-4));
        }
    }

    @Test
    void framesAreKeptInBytesByHeadWithAScaleForEachChannel() throws Exception {
        int frames = 7;
        float[] x = normal(random, frames * WIDTH, 0, 1);
        for (int frame = 0; frame < frames; frame++) {
            x[frame * WIDTH] = 0;
            x[frame * WIDTH + 1] *= 100;
        }
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("x", x, 1, frames, WIDTH);
            operator.graph().node("CrossFrames8", OnnxGraph.OWN, List.of(input), List.of("bytes", "scales"));
            operator.output("bytes", ElementType.INT8, 4);
            operator.output("scales", ElementType.FLOAT, 3);

            operator.run(result -> {
                ByteBuffer bytes = ((OnnxTensor) result.get(0)).getByteBuffer();
                float[] scales = ((float[][][]) result.get(1).getValue())[0][0];
                for (int frame = 0; frame < frames; frame++) {
                    for (int c = 0; c < WIDTH; c++) {
                        float seen = scales[c] * bytes.get(((c / HEAD) * frames + frame) * HEAD + c % HEAD);
                        assertThat(seen).isCloseTo(x[frame * WIDTH + c], offset(0.501f * scales[c]));
                    }
                }
                return scales;
            });
        }
    }

    @Test
    void layersThatDoNotFitAreRefused() {
        Linear layer = randomLayer(random, WIDTH, 96);

        assertThatThrownBy(() -> linear(layer, new float[128], 1))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("as wide as the layer");
        assertThatThrownBy(() -> linear(randomLayer(random, 32, 96), new float[32], 1))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("whole blocks of 64 inputs");
        assertThatThrownBy(() -> attend(new float[1600 * 3 * WIDTH], 1600))
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("1536 frames");
    }

    private float[] attend(float[] qkv, int frames) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("qkv", qkv, 1, frames, 3 * WIDTH);
            return operator.floatsOf(operator.graph().own("SelfAttention8", List.of(input)));
        }
    }

    private float[] linear(Linear linear, float[] x, int rows) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("x", x, 1, rows, x.length / rows);
            return operator.floatsOf(new LinearFormat.PackedRows8().add(operator.graph(), "layer", input, linear));
        }
    }

    private float[] feedForward(Linear expand, Linear contract, float[] x, int rows) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("x", x, 1, rows, x.length / rows);
            List<String> ins = new ArrayList<>(List.of(input));
            ins.addAll(new LinearFormat.PackedRows8().layer(operator.graph(), "expand", expand));
            ins.addAll(new LinearFormat.PackedRows8().layer(operator.graph(), "contract", contract));
            return operator.floatsOf(operator.graph().own("FeedForward8", ins));
        }
    }

    private float[] convolve(Linear layer, float[] x, int frames) throws IOException, OrtException {
        try (OperatorGraph operator = new OperatorGraph(directory)) {
            String input = operator.floats("x", x, 1, 2 * frames, x.length / (2 * frames));
            List<String> ins = new ArrayList<>(List.of(input));
            ins.addAll(new LinearFormat.PackedRows8().layer(operator.graph(), "layer", layer));
            return operator.floatsOf(operator.graph().own("HalvingConvolution8", ins));
        }
    }

    private static double[] attended(float[] qkv, int frames) {
        double[] out = new double[frames * WIDTH];
        for (int head = 0; head < HEADS; head++) {
            int first = head * HEAD;
            for (int frame = 0; frame < frames; frame++) {
                double[] attended = ExactAttention.of(
                        qkv,
                        frame * 3 * WIDTH + first,
                        frames,
                        (key, channel) -> qkv[key * 3 * WIDTH + WIDTH + first + channel],
                        (key, channel) -> qkv[key * 3 * WIDTH + 2 * WIDTH + first + channel]);
                System.arraycopy(attended, 0, out, frame * WIDTH + first, HEAD);
            }
        }
        return out;
    }

    /** x Phi(x), by the series of the error function. */
    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        double term = z;
        double sum = z;
        for (int n = 1; n < 200; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x * (0.5 + sum / Math.sqrt(Math.PI));
    }
}
