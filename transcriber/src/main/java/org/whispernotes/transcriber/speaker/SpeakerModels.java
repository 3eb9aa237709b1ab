package org.whispernotes.transcriber.speaker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.whispernotes.transcriber.model.graph.SpeakerGraphs;

/**
 * The loaded models. Each call runs on the thread that makes it, so as many windows are analysed at once as there are
 * callers. Graphs are made anew at each start, which takes a fraction of a second: there is no copy that could be stale.
 */
final class SpeakerModels implements AutoCloseable {

    static final int MEL_BINS = 40;
    /** Samples from one mel frame to the next. */
    static final int MEL_HOP = 160;
    /** Mel frames that one embedding hears: 1.6 s. */
    static final int PARTIAL = 160;
    /** Values of an embedding. */
    static final int EMBEDDING = 256;

    private static final int MEL_CONTEXT = 240;
    /** Half of the transform: mel frame 0 is centred on the first sample. */
    private static final int MEL_PADDING = 200;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession segmentation;
    private final OrtSession mel;
    private final OrtSession embedding;

    private SpeakerModels(Path graphs, OrtSession.SessionOptions options) throws OrtException {
        segmentation =
                environment.createSession(graphs.resolve("segmentation.onnx").toString(), options);
        mel = environment.createSession(graphs.resolve("mel.onnx").toString(), options);
        embedding = environment.createSession(graphs.resolve("embedding.onnx").toString(), options);
    }

    /**
     * @param segmentation pyannote's checkpoint
     * @param embedding Resemblyzer's checkpoint
     * @throws IOException when one can't be read
     */
    static SpeakerModels open(Path segmentation, Path embedding) throws IOException {
        Path graphs = Files.createTempDirectory("speaker-graphs");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            SpeakerGraphs.writeSegmentation(segmentation, graphs.resolve("segmentation.onnx"));
            SpeakerGraphs.writeMel(graphs.resolve("mel.onnx"));
            SpeakerGraphs.writeEmbedding(embedding, graphs.resolve("embedding.onnx"));
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new SpeakerModels(graphs, options);
        } catch (OrtException e) {
            throw new IOException("the speaker models can't be loaded", e);
        } finally {
            delete(graphs);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (var listing = Files.list(directory)) {
            files = listing.toList();
        }
        for (Path file : files) {
            // Where a mapped file can't be deleted it goes when the process does.
            if (!file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
        if (!directory.toFile().delete()) {
            directory.toFile().deleteOnExit();
        }
    }

    /**
     * Who talks when in each window.
     *
     * @param windows [n, {@link Frames#WINDOW}] samples
     * @return [n, {@link Frames#COUNT}, {@link Frames#SLOTS}] probabilities
     */
    float[] segment(float[] windows) {
        long count = windows.length / Frames.WINDOW;
        return run(segmentation, "waveform", windows, count, 1, Frames.WINDOW);
    }

    /**
     * Mel energies of audio.
     *
     * @return [bins, frames], frame t centred on sample 160 t
     */
    float[] mel(float[] samples) {
        int frames = samples.length / MEL_HOP;
        float[] padded = new float[frames * MEL_HOP + MEL_CONTEXT];
        System.arraycopy(samples, 0, padded, MEL_PADDING, Math.min(samples.length, padded.length - MEL_PADDING));
        return run(mel, "pcm", padded, 1, 1, padded.length);
    }

    /**
     * Voices.
     *
     * @param partials [n, {@link #PARTIAL}, {@link #MEL_BINS}]
     * @return [n, {@link #EMBEDDING}]
     */
    float[] embed(float[] partials) {
        long count = partials.length / (PARTIAL * MEL_BINS);
        return run(embedding, "mels", partials, count, PARTIAL, MEL_BINS);
    }

    private float[] run(OrtSession session, String input, float[] values, long... shape) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] copy = new float[output.remaining()];
            output.get(copy);
            return copy;
        } catch (OrtException e) {
            throw new IllegalStateException("a speaker model failed", e);
        }
    }

    @Override
    public void close() throws OrtException {
        segmentation.close();
        mel.close();
        embedding.close();
    }
}
