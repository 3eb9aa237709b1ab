package org.whispernotes.transcriber.speaker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.LongStream;
import org.whispernotes.transcriber.model.GraphFolder;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.graph.SegmentationGraph;
import org.whispernotes.transcriber.model.graph.VoiceFeatureGraph;
import org.whispernotes.transcriber.model.graph.VoiceGraph;

/**
 * The loaded models. Each call runs on the thread that makes it, so as many windows are analysed at once as there are
 * callers. Graphs are made anew at each start, which takes a fraction of a second: there is no copy that could be stale.
 */
final class SpeakerModels implements AutoCloseable {

    /** Values of a frame of features. */
    static final int BANDS = VoiceFeatureGraph.BANDS;
    /** Samples from one frame of features to the next. */
    static final int HOP = VoiceFeatureGraph.HOP;
    /** Values of an embedding. */
    static final int EMBEDDING = VoiceGraph.EMBEDDING;

    private static final int WINDOWS_AT_ONCE = 4;

    /** One of each thread: buffers outside the heap are given back late. */
    private final ThreadLocal<FloatBuffer> memories = ThreadLocal.withInitial(() -> FloatBuffer.allocate(0));

    /** A session that is closed while it runs takes the process down. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final OrtSession segmentation;
    private final OrtSession features;
    private final OrtSession embedding;

    private SpeakerModels(GraphFolder graphs, OrtSession.SessionOptions options) throws OrtException {
        segmentation =
                environment.createSession(graphs.resolve("segmentation.onnx").toString(), options);
        features = environment.createSession(graphs.resolve("features.onnx").toString(), options);
        embedding = environment.createSession(graphs.resolve("embedding.onnx").toString(), options);
    }

    /**
     * @param segmentation pyannote's checkpoint
     * @param embedding CAM++'s checkpoint
     * @throws IOException when one can't be read
     */
    static SpeakerModels open(Path segmentation, Path embedding) throws IOException {
        try (GraphFolder graphs = GraphFolder.create("speaker");
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            SegmentationGraph.write(segmentation, graphs.resolve("segmentation.onnx"));
            VoiceFeatureGraph.write(graphs.resolve("features.onnx"));
            VoiceGraph.write(embedding, graphs.resolve("embedding.onnx"));
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // The arena keeps what the largest batch needed, and is no faster here.
            options.setCPUArenaAllocator(false);
            return new SpeakerModels(graphs, options);
        } catch (OrtException e) {
            throw new IOException("the speaker models can't be loaded", e);
        }
    }

    /**
     * Who talks when in each window.
     *
     * @param windows [n, {@link Frames#WINDOW}] samples
     * @return [n, {@link Frames#COUNT}, {@link Frames#SLOTS}] probabilities
     */
    float[] segment(float[] windows) {
        return run(segmentation, "waveform", windows, WINDOWS_AT_ONCE, 1, Frames.WINDOW);
    }

    /**
     * What voices are told by.
     *
     * @return [{@link #BANDS}, frames], the middle of frame t at {@link #middle}; as many frames as have all of their
     *     sound
     */
    float[] features(float[] samples) {
        int frames = Math.max(0, samples.length - VoiceFeatureGraph.FRAME + HOP) / HOP;
        if (frames == 0) {
            return new float[0];
        }
        float[] whole = Arrays.copyOf(samples, (frames - 1) * HOP + VoiceFeatureGraph.FRAME);
        return run(features, "pcm", whole, 1, 1, whole.length);
    }

    /** The sample in the middle of a frame of features. */
    static int middle(int frame) {
        return frame * HOP + VoiceFeatureGraph.FRAME / 2;
    }

    /**
     * A voice.
     *
     * @param frames of features, [at least 3, {@link #BANDS}]
     * @return {@link #EMBEDDING} values
     */
    float[] embed(float[] frames) {
        return run(embedding, "features", frames, 1, frames.length / BANDS, BANDS);
    }

    /** Runs some rows at a time: more would only take memory, and no time off. */
    private float[] run(OrtSession session, String input, float[] values, int atOnce, long... row) {
        int rowLength = 1;
        for (long size : row) {
            rowLength = Math.multiplyExact(rowLength, (int) size);
        }
        int rows = values.length / rowLength;
        float[] all = new float[0];
        for (int from = 0; from < rows; from += atOnce) {
            int count = Math.min(atOnce, rows - from);
            FloatBuffer memory = memory(count * rowLength);
            memory.put(0, values, from * rowLength, count * rowLength);
            long[] shape =
                    LongStream.concat(LongStream.of(count), LongStream.of(row)).toArray();
            use.readLock().lock();
            try (OnnxTensor tensor = OnnxTensor.createTensor(environment, memory, shape);
                    OrtSession.Result result = open(session).run(Map.of(input, tensor))) {
                FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
                int length = output.remaining();
                if (from == 0) {
                    all = new float[length / count * rows];
                }
                output.get(all, length / count * from, length);
            } catch (OrtException e) {
                throw new IllegalStateException("a speaker model failed", e);
            } finally {
                use.readLock().unlock();
            }
        }
        return all;
    }

    private OrtSession open(OrtSession session) {
        if (closed) {
            throw new IllegalStateException("the speaker models are closed");
        }
        return session;
    }

    /** Memory that this thread's next tensor shares. */
    private FloatBuffer memory(int length) {
        FloatBuffer memory = memories.get();
        if (memory.capacity() < length) {
            memory = ByteBuffer.allocateDirect(length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            memories.set(memory);
        }
        return memory.clear().limit(length);
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            segmentation.close();
            features.close();
            embedding.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing the speaker models", e);
        } finally {
            use.writeLock().unlock();
        }
    }
}
