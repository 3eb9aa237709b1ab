package org.whispernotes.transcriber.speaker;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.LongStream;
import org.whispernotes.transcriber.model.OnnxEnvironment;
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

    private static final int WINDOWS_AT_ONCE = 4;
    private static final int PARTIALS_AT_ONCE = 32;

    /** One of each thread: buffers outside the heap are given back late. */
    private final ThreadLocal<FloatBuffer> memories = ThreadLocal.withInitial(() -> FloatBuffer.allocate(0));

    /** A session that is closed while it runs takes the process down. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private final OrtEnvironment environment = OnnxEnvironment.get();
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
            // The arena keeps what the largest batch needed, and is no faster here.
            options.setCPUArenaAllocator(false);
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
        return run(segmentation, "waveform", windows, WINDOWS_AT_ONCE, 1, Frames.WINDOW);
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
        return run(embedding, "mels", partials, PARTIALS_AT_ONCE, PARTIAL, MEL_BINS);
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
            mel.close();
            embedding.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing the speaker models", e);
        } finally {
            use.writeLock().unlock();
        }
    }
}
