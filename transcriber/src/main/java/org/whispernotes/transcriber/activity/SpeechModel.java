package org.whispernotes.transcriber.activity;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.whispernotes.transcriber.model.GraphFolder;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.graph.SpeechGraph;

/**
 * Silero VAD 6 as a sequence model: many frames a call, with the recurrent state carried from call to call, so that a
 * recording of any length is heard in bounded memory and the result does not depend on how it is cut into calls. One
 * loaded model serves all threads.
 */
public final class SpeechModel implements AutoCloseable {

    /** A frame: 32 ms at 16 kHz. */
    static final int FRAME_SAMPLES = 512;

    /** The model sees the end of the frame before, too. */
    static final int CONTEXT_SAMPLES = 64;

    static final int INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

    private static final int STATE = 128;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final OrtSession session;

    /**
     * @param model {@code silero_vad_16k_sequence.onnx}
     * @throws IllegalStateException when it can't be read or is another model
     */
    public SpeechModel(Path model, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            this.session = open(model, options);
        } catch (OrtException | IOException e) {
            throw new IllegalStateException("the voice activity model can't be loaded: " + model, e);
        }
    }

    private OrtSession open(Path model, OrtSession.SessionOptions options) throws IOException, OrtException {
        try (GraphFolder graphs = GraphFolder.create("speech")) {
            Path file = graphs.resolve("speech.onnx");
            SpeechGraph.write(model, file);
            return environment.createSession(file.toString(), options);
        }
    }

    /** Recurrent state of one recording; starts as silence. */
    static final class State {
        private final FloatBuffer hidden = FloatBuffer.allocate(STATE);
        private final FloatBuffer cell = FloatBuffer.allocate(STATE);
    }

    /**
     * Speech probability of each frame.
     *
     * @param frames {@code count} x {@link #INPUT_SAMPLES}: the end of the frame before, then the frame
     */
    float[] probabilities(float[] frames, int count, State state) {
        long[] stateShape = {1, 1, STATE};
        FloatBuffer input = FloatBuffer.wrap(frames, 0, count * INPUT_SAMPLES);
        try (OnnxTensor inputs = OnnxTensor.createTensor(environment, input, new long[] {count, INPUT_SAMPLES});
                OnnxTensor hidden = OnnxTensor.createTensor(environment, state.hidden.rewind(), stateShape);
                OnnxTensor cell = OnnxTensor.createTensor(environment, state.cell.rewind(), stateShape);
                OrtSession.Result result = session.run(Map.of("input", inputs, "h", hidden, "c", cell))) {
            float[] probabilities = new float[count];
            tensor(result, 0).get(probabilities);
            state.hidden.rewind().put(tensor(result, 1));
            state.cell.rewind().put(tensor(result, 2));
            return probabilities;
        } catch (OrtException e) {
            throw new IllegalStateException("voice activity detection failed", e);
        }
    }

    private static FloatBuffer tensor(OrtSession.Result result, int index) {
        return ((OnnxTensor) result.get(index)).getFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the voice activity model can't be released", e);
        }
    }
}
