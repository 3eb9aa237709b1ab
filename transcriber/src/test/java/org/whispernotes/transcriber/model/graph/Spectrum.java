package org.whispernotes.transcriber.model.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.whispernotes.transcriber.model.OnnxEnvironment;

/** The spectrum that Whisper's encoder and the aligner hear. */
public final class Spectrum {

    private static final int HOP = 160;
    private static final int EDGE = 200;
    private static final int TAIL = 40;

    private Spectrum() {}

    /**
     * Band energies.
     *
     * @param scratch a folder for the graph
     * @return bands x frames
     */
    public static float[] bands(float[] samples, Path scratch) throws IOException, OrtException {
        MelGraph.write(80, scratch.resolve("mel.onnx"));
        int frames = samples.length / HOP;
        float[] padded = new float[EDGE + frames * HOP + TAIL];
        System.arraycopy(samples, 0, padded, EDGE, frames * HOP);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = OnnxEnvironment.get()
                        .createSession(scratch.resolve("mel.onnx").toString(), options);
                OnnxTensor pcm = OnnxTensor.createTensor(
                        OnnxEnvironment.get(), FloatBuffer.wrap(padded), new long[] {1, 1, padded.length});
                OrtSession.Result result = session.run(Map.of("pcm", pcm))) {
            float[] bands = new float[PhoneBands.COUNT * frames];
            ((OnnxTensor) result.get(1)).getFloatBuffer().get(bands);
            return bands;
        }
    }
}
