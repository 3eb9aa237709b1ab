package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whispernotes.transcriber.model.graph.AlignmentHead;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/** Runs decoder steps over the first rows of the caches. All memory is bound once per number of rows. */
final class Decoder implements AutoCloseable {

    private final OrtSession session;
    private final WhisperShape shape;
    private final AudioPlaces places;
    private final SelfCache self;
    private final List<Integer> alignmentLayers;
    private final ByteBuffer tokens;
    private final ByteBuffer positions;
    private final ByteBuffer lengths;
    private final ByteBuffer longest = NativeBuffers.allocate(Integer.BYTES);
    private final ByteBuffer crossLengths;
    private final ByteBuffer crossPlaces;
    private final ByteBuffer crossLongest = NativeBuffers.allocate(Integer.BYTES);
    private final ByteBuffer logProbabilities;
    private final FloatBuffer logProbabilityView;
    private final List<FloatBuffer> queryViews = new ArrayList<>();
    private final List<Binding> bindings = new ArrayList<>();

    private record Binding(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    Decoder(
            OrtSession session,
            WhisperShape shape,
            List<AlignmentHead> heads,
            AudioPlaces places,
            SelfCache self,
            int rows)
            throws OrtException {
        this.session = session;
        this.shape = shape;
        this.places = places;
        this.self = self;
        this.alignmentLayers =
                heads.stream().map(AlignmentHead::layer).distinct().sorted().toList();
        tokens = NativeBuffers.allocate((long) rows * Long.BYTES);
        positions = NativeBuffers.allocate((long) rows * Long.BYTES);
        lengths = NativeBuffers.allocate((long) rows * Integer.BYTES);
        crossLengths = NativeBuffers.allocate((long) rows * Integer.BYTES);
        crossPlaces = NativeBuffers.allocate((long) rows * Integer.BYTES);
        logProbabilities = NativeBuffers.allocate((long) rows * shape.vocabulary() * Float.BYTES);
        logProbabilityView = logProbabilities.asFloatBuffer();
        List<ByteBuffer> queries = new ArrayList<>();
        for (int layer = 0; layer < alignmentLayers.size(); layer++) {
            queries.add(NativeBuffers.allocate((long) rows * shape.width() * Float.BYTES));
            queryViews.add(queries.get(layer).asFloatBuffer());
        }
        for (int count = 1; count <= rows; count++) {
            bindings.add(bind(count, queries));
        }
    }

    private Binding bind(int rows, List<ByteBuffer> queries) throws OrtException {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        Map<String, OnnxTensor> outputs = new LinkedHashMap<>();
        inputs.put("tokens", Tensors.longs(NativeBuffers.slice(tokens, 0, rows * 8L), rows, 1));
        inputs.put("positions", Tensors.longs(NativeBuffers.slice(positions, 0, rows * 8L), rows, 1));
        inputs.put("lengths", Tensors.ints(NativeBuffers.slice(lengths, 0, rows * 4L), rows));
        inputs.put("longest", Tensors.ints(longest));
        inputs.put("cross_lengths", Tensors.ints(NativeBuffers.slice(crossLengths, 0, rows * 4L), rows));
        if (places.cache().canShare()) {
            inputs.put("cross_places", Tensors.ints(NativeBuffers.slice(crossPlaces, 0, rows * 4L), rows));
        } else {
            inputs.put("cross_longest", Tensors.ints(crossLongest));
        }
        self.bind(rows, inputs, outputs);
        places.cache().bind(rows, inputs, outputs);
        long scores = (long) rows * shape.vocabulary() * Float.BYTES;
        outputs.put(
                "log_probabilities",
                Tensors.floats(NativeBuffers.slice(logProbabilities, 0, scores), rows, 1, shape.vocabulary()));
        for (int i = 0; i < queries.size(); i++) {
            ByteBuffer part = NativeBuffers.slice(queries.get(i), 0, (long) rows * shape.width() * Float.BYTES);
            outputs.put("query_" + alignmentLayers.get(i), Tensors.floats(part, rows, 1, shape.width()));
        }
        return new Binding(inputs, outputs);
    }

    /** Sets what a row reads next, and how many frames of what it hears. */
    void feed(int row, int token, int position, int frames) {
        tokens.putLong(row * Long.BYTES, token);
        positions.putLong(row * Long.BYTES, position);
        lengths.putInt(row * Integer.BYTES, position);
        crossLengths.putInt(row * Integer.BYTES, frames - 1);
        crossPlaces.putInt(row * Integer.BYTES, places.heard(row));
    }

    /** One step for the first {@code rows} rows. */
    void step(int rows) throws OrtException {
        int positionsUsed = 0;
        int framesUsed = 0;
        for (int row = 0; row < rows; row++) {
            positionsUsed = Math.max(positionsUsed, lengths.getInt(row * Integer.BYTES));
            framesUsed = Math.max(framesUsed, crossLengths.getInt(row * Integer.BYTES));
        }
        longest.putInt(0, positionsUsed + 1);
        crossLongest.putInt(0, framesUsed + 1);
        Binding binding = bindings.get(rows - 1);
        session.run(binding.inputs(), Set.of(), binding.outputs()).close();
    }

    /** Natural logarithms of the next token's probabilities. */
    void readLogProbabilities(int row, float[] target) {
        logProbabilityView.get(row * shape.vocabulary(), target, 0, shape.vocabulary());
    }

    /** The queries of an alignment head at this step, head width values. */
    void readQuery(int row, AlignmentHead head, float[] target, int offset) {
        FloatBuffer queries = queryViews.get(alignmentLayers.indexOf(head.layer()));
        queries.get(row * shape.width() + head.head() * shape.headWidth(), target, offset, shape.headWidth());
    }

    /** What the row heard and read is no longer needed for it: it is free. */
    void release(int row) {
        places.release(row);
    }

    /** Moves a row that has read so many tokens to a free one. */
    void move(int from, int to, int length) {
        places.move(from, to);
        self.copy(from, to, length);
    }

    /** Lets a free row hear what another one hears. */
    void shareAudio(int from, int to) {
        places.share(from, to);
    }

    /** What the first so many tokens of a row left behind, to another row with the same audio. */
    void copyText(int from, int to, int length) {
        self.copy(from, to, length);
    }

    @Override
    public void close() {
        for (Binding binding : bindings) {
            binding.inputs().values().forEach(OnnxTensor::close);
            // Caches are inputs as well: closing a tensor twice does nothing but log.
            binding.outputs().entrySet().stream()
                    .filter(output -> output.getKey().equals("log_probabilities")
                            || output.getKey().startsWith("query_"))
                    .forEach(output -> output.getValue().close());
        }
    }
}
