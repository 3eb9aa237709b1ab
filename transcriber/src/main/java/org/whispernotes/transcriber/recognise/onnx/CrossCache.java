package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.whispernotes.transcriber.model.graph.GraphPrecision;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/**
 * Cross-attention keys and values of all rows, per decoder layer: heads x frames x head width, each row with room for a
 * full window. The encoder writes straight into a row; the heads of a short window, which it puts close together, are
 * then spread to where the decoder looks for them.
 */
final class CrossCache {

    private static final String[] KINDS = {"key", "value"};

    private final WhisperShape shape;
    private final boolean bytes;
    /** Whether the decoder's operator writes the last frame itself; own operators only read. */
    private final boolean writtenByDecoder;

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** One of the tensors that the encoder hands to the decoder, for all rows. */
    private record Part(ByteBuffer memory, int rowBytes, boolean frames) {}

    CrossCache(WhisperShape shape, GraphPrecision precision, int rows) {
        this.shape = shape;
        this.bytes = precision.quantised();
        this.writtenByDecoder = !precision.ownOperators();
        long frameBytes = (long) shape.audioContext() * shape.width() * elementBytes();
        long vectorBytes = (long) shape.width() * Float.BYTES;
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            for (String kind : KINDS) {
                add("cross_" + kind + "_" + layer, rows, frameBytes, true);
                if (writtenByDecoder) {
                    add("cross_" + kind + "_last_" + layer, rows, vectorBytes, false);
                }
                if (bytes) {
                    add("cross_" + kind + "_scale_" + layer, rows, vectorBytes, false);
                }
            }
        }
    }

    /** Memory of one row, bytes. */
    static long rowBytes(WhisperShape shape, boolean bytes) {
        long perFrame = bytes ? 1 : Float.BYTES;
        return 2L * shape.decoderLayers() * shape.width() * (shape.audioContext() * perFrame + 2 * Float.BYTES);
    }

    /** The first {@code rows} rows as the decoder's inputs and, where it writes in place, outputs. */
    void bind(int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            OnnxTensor tensor = tensor(entry.getValue(), 0, rows, shape.audioContext());
            inputs.put(entry.getKey(), tensor);
            if (entry.getValue().frames() && writtenByDecoder) {
                outputs.put("kept_" + entry.getKey(), tensor);
            }
        }
    }

    /** Where the encoder is to write a window of so many frames; the caller closes the tensors, then calls spread. */
    Map<String, OnnxTensor> row(int row, int frames) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            tensors.put(entry.getKey(), tensor(entry.getValue(), row, 1, frames));
        }
        return tensors;
    }

    private OnnxTensor tensor(Part part, int row, int rows, int frames) throws OrtException {
        long from = (long) row * part.rowBytes();
        if (!part.frames()) {
            ByteBuffer memory = NativeBuffers.slice(part.memory(), from, (long) rows * part.rowBytes());
            return Tensors.floats(memory, rows, 1, shape.width());
        }
        long length = (long) rows * frames * shape.width() * elementBytes();
        ByteBuffer memory = NativeBuffers.slice(part.memory(), from, length);
        return Tensors.of(bytes, memory, rows, shape.heads(), frames, shape.headWidth());
    }

    /** Moves the heads of a window of so many frames apart, the last first. */
    void spread(int row, int frames) {
        if (frames == shape.audioContext()) {
            return;
        }
        for (Part part : parts.values()) {
            if (part.frames()) {
                int start = row * part.rowBytes();
                int apart = part.rowBytes() / shape.heads();
                int close = headBytes(frames);
                for (int head = shape.heads() - 1; head > 0; head--) {
                    part.memory().put(start + head * apart, part.memory(), start + head * close, close);
                }
            }
        }
    }

    /** Lets another row hear what one hears: that row's frames themselves where the decoder can be told to, or a copy. */
    void share(int from, int to) {
        parts.values().stream().filter(part -> !part.frames() || !canShare()).forEach(part -> move(part, from, to));
    }

    /** Whether rows may listen in the frames of another. */
    boolean canShare() {
        return !writtenByDecoder;
    }

    void move(int from, int to) {
        for (Part part : parts.values()) {
            move(part, from, to);
        }
    }

    private static void move(Part part, int from, int to) {
        part.memory().put(to * part.rowBytes(), part.memory(), from * part.rowBytes(), part.rowBytes());
    }

    /** Appends the keys of one head, frames x head width, to the target. */
    void readKeys(int row, int layer, int head, int frames, ByteBuffer target) {
        Part part = part("cross_key_" + layer);
        int from = row * part.rowBytes() + head * (part.rowBytes() / shape.heads());
        int length = headBytes(frames);
        target.put(target.position(), part.memory(), from, length).position(target.position() + length);
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        return part;
    }

    private void add(String name, int rows, long rowBytes, boolean frames) {
        ByteBuffer memory = NativeBuffers.allocate(rows * rowBytes);
        parts.put(name, new Part(memory, Math.toIntExact(rowBytes), frames));
    }

    private int headBytes(int frames) {
        return frames * shape.headWidth() * elementBytes();
    }

    private int elementBytes() {
        return bytes ? 1 : Float.BYTES;
    }
}
