package org.whispernotes.transcriber.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.Samples;

/** Against the published graph of the same weights. */
class SpeechModelTest {

    private static final String FILE = "silero_vad_16k_sequence.onnx";
    private static final Path MODEL = LocalModels.require("silero-vad", FILE).require("silero-vad", FILE);

    @TempDir
    Path directory;

    @Test
    void hearsWhatThePublishedGraphHears() throws Exception {
        float[] speech = Samples.samples("speech.flac");
        int count = (speech.length - SpeechModel.CONTEXT_SAMPLES) / SpeechModel.FRAME_SAMPLES;
        float[] frames = new float[count * SpeechModel.INPUT_SAMPLES];
        for (int frame = 0; frame < count; frame++) {
            System.arraycopy(
                    speech,
                    frame * SpeechModel.FRAME_SAMPLES,
                    frames,
                    frame * SpeechModel.INPUT_SAMPLES,
                    SpeechModel.INPUT_SAMPLES);
        }
        float[] published = published(frames, count);

        float[] heard = new float[count];
        try (SpeechModel model = new SpeechModel(MODEL, 1)) {
            SpeechModel.State state = new SpeechModel.State();
            int first = count / 3;
            float[] rest = new float[(count - first) * SpeechModel.INPUT_SAMPLES];
            System.arraycopy(frames, first * SpeechModel.INPUT_SAMPLES, rest, 0, rest.length);
            System.arraycopy(model.probabilities(frames, first, state), 0, heard, 0, first);
            System.arraycopy(model.probabilities(rest, count - first, state), 0, heard, first, count - first);
        }

        assertThat(heard).containsExactly(published, within(1e-4f));
        float[] sorted = published.clone();
        Arrays.sort(sorted);
        assertThat(sorted[0]).as("there is silence").isLessThan(0.1f);
        assertThat(sorted[count - 1]).as("and speech").isGreaterThan(0.9f);
    }

    private static float[] published(float[] frames, int count) throws Exception {
        var environment = OnnxEnvironment.get();
        long[] stateShape = {1, 1, 128};
        try (OrtSession session = environment.createSession(MODEL.toString());
                OnnxTensor input = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(frames), new long[] {count, SpeechModel.INPUT_SAMPLES});
                OnnxTensor state = OnnxTensor.createTensor(environment, FloatBuffer.allocate(128), stateShape);
                OrtSession.Result result = session.run(Map.of("input", input, "h", state, "c", state))) {
            float[] probabilities = new float[count];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(probabilities);
            return probabilities;
        }
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Path text = Files.writeString(directory.resolve("page.html"), "<html>not found</html>");
        assertThatThrownBy(() -> new SpeechModel(text, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("page.html");

        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = Files.write(directory.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> new SpeechModel(cut, 1))
                .isInstanceOf(IllegalStateException.class)
                .rootCause()
                .isNotNull();
    }
}
