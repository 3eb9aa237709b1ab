package org.whispernotes.transcriber.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCacheTest {

    @TempDir
    private Path directory;

    private final List<String> progress = new ArrayList<>();
    private Path model = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        model = new TinyWhisper().writeCTranslate2(directory.resolve("tiny"));
    }

    @Test
    void sizesAreReadFromTheWeights() throws IOException {
        assertThat(open(model, GraphPrecision.FLOAT32).manifest().shape())
                .isEqualTo(new WhisperShape(80, 64, 2, 1, 2, 300, 1500, 448));
    }

    @Test
    void graphsAreBuiltOnceAndThenFound() throws IOException {
        open(model, GraphPrecision.INT8);
        assertThat(progress).isNotEmpty();
        progress.clear();

        open(model, GraphPrecision.INT8);

        assertThat(progress).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aDamagedFileIsBuiltAgain() throws IOException {
        WhisperGraphs graphs = open(model, GraphPrecision.FLOAT32);
        Path weights = graphs.directory().resolve("encoder.onnx.data");
        byte[] content = Files.readAllBytes(weights);
        byte[] damaged = content.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(weights, damaged);
        progress.clear();

        open(model, GraphPrecision.FLOAT32);

        assertThat(progress).isNotEmpty();
        assertThat(weights).hasBinaryContent(content);
    }

    @Test
    void bothLayoutsOfTheSameWeightsGiveTheSameGraphs() throws IOException {
        Path other = new TinyWhisper().writeSafetensors(directory.resolve("other"));

        assertThat(open(other, GraphPrecision.INT8).manifest().files())
                .isEqualTo(open(model, GraphPrecision.INT8).manifest().files());
    }

    @Test
    void aModelCutShortIsRefusedAndLeavesNothing() throws IOException {
        Path weights = model.resolve("ct2/model.bin");
        byte[] content = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(content, content.length / 2));

        assertThatThrownBy(() -> open(model, GraphPrecision.FLOAT32)).isInstanceOf(IOException.class);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void withoutWeightsItSaysWhereTheyBelong() {
        assertThatThrownBy(() -> open(directory.resolve("absent"), GraphPrecision.INT8))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("download the model first");
    }

    @Test
    void aModelThatTheOperatorsDoNotFitIsRefusedWithWhatToSet() throws IOException {
        assertThatThrownBy(() -> open(model, GraphPrecision.INT8_VNNI))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("set notes.recognise.onnx.precision to int8");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void quantisedEncodersStayCloseToTheFloatOne() throws Exception {
        try (WhisperWeights weights = WeightSource.find(model).open()) {
            Smoothing smoothing = Calibration.measure(weights, directory);
            float[] exact = encode(weights, GraphPrecision.FLOAT32, Smoothing.NONE);
            for (GraphPrecision precision : List.of(GraphPrecision.INT8, GraphPrecision.INT8_REDUCED_RANGE)) {
                assertThat(relativeError(exact, encode(weights, precision, smoothing)))
                        .as(precision.label())
                        .isLessThan(0.05);
            }
        }
    }

    private float[] encode(WhisperWeights weights, GraphPrecision precision, Smoothing smoothing) throws Exception {
        Path file = directory.resolve("bare-" + precision.label() + ".onnx");
        EncoderGraph.writeBare(weights, precision, smoothing, file);
        float[] mel = new float[80 * 200];
        Random random = new Random(3);
        for (int i = 0; i < mel.length; i++) {
            mel[i] = random.nextFloat() * 2 - 1;
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(mel), new long[] {1, 80, 200});
                OrtSession.Result result = session.run(Map.of("mel", input))) {
            FloatBuffer encoded = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[encoded.remaining()];
            encoded.get(values);
            return values;
        }
    }

    private static double relativeError(float[] exact, float[] other) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            difference += Math.pow(exact[i] - other[i], 2);
            size += Math.pow(exact[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    private WhisperGraphs open(Path from, GraphPrecision precision) throws IOException {
        return GraphCache.open(from, precision, progress::add);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> entries = Files.list(model.resolve("onnx"))) {
            return entries.filter(path -> String.valueOf(path.getFileName()).startsWith(".building"))
                    .toList();
        }
    }
}
