package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.whispernotes.transcriber.model.graph.GraphPrecision;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/**
 * Cross-attention keys and values, per decoder layer: places of heads x frames x head width, each with room for a full
 * window. The encoder writes straight into a place; the heads of a short window, which it puts close together, are then
 * spread to where the decoder looks for them. Rows of the decoder hear places: {@link AudioPlaces} says which.
 */
final class CrossCache {

    private static final String[] KINDS = {"key", "value"};

    private final WhisperShape shape;
    private final boolean bytes;
    /** Whether the decoder's operator writes the last frame itself; own operators only read. */
    private final boolean writtenByDecoder;

    private final int rows;
    private final int places;
    private final Map<String, Part> parts = new LinkedHashMap<>();

    /** One of the tensors that the encoder hands to the decoder: of each place, and where it is small also of each row. */
    private record Part(ByteBuffer memory, int entryBytes, boolean frames) {}

    /**
     * @param rows of the decoder
     * @param extra places for encoding; beside them every row has one, or every window where rows can share
     * @param windows that are decoded at once, each in one row or several
     */
    CrossCache(WhisperShape shape, GraphPrecision precision, int rows, int windows, int extra) {
        this.shape = shape;
        this.bytes = precision.quantised();
        this.writtenByDecoder = !precision.ownOperators();
        this.rows = rows;
        this.places = extra + (canShare() ? windows : rows);
        long frameBytes = (long) shape.audioContext() * shape.width() * elementBytes();
        long vectorBytes = (long) shape.width() * Float.BYTES;
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            for (String kind : KINDS) {
                add("cross_" + kind + "_" + layer, places, frameBytes, true);
                if (writtenByDecoder) {
                    add("cross_" + kind + "_last_" + layer, placeVector(places), vectorBytes, false);
                }
                if (bytes) {
                    add("cross_" + kind + "_scale_" + layer, placeVector(places), vectorBytes, false);
                }
            }
        }
    }

    /** Memory of one place, bytes. */
    static long placeBytes(WhisperShape shape, boolean bytes) {
        long perFrame = bytes ? 1 : Float.BYTES;
        return 2L * shape.decoderLayers() * shape.width() * (shape.audioContext() * perFrame + 2 * Float.BYTES);
    }

    int rows() {
        return rows;
    }

    int places() {
        return places;
    }

    /** Whether rows may hear any place, several the same; else each hears that of its own number. */
    boolean canShare() {
        return !writtenByDecoder;
    }

    /** The decoder's inputs for its first {@code used} rows and, where it writes in place, outputs. */
    void bind(int used, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            OnnxTensor tensor = part.frames()
                    ? frames(part, 0, canShare() ? places : used, shape.audioContext())
                    : vectors(part, 0, used);
            inputs.put(entry.getKey(), tensor);
            if (part.frames() && writtenByDecoder) {
                outputs.put("kept_" + entry.getKey(), tensor);
            }
        }
    }

    /** Where the encoder is to write a window of so many frames; the caller closes the tensors, then calls spread. */
    Map<String, OnnxTensor> place(int place, int frames) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            tensors.put(
                    entry.getKey(),
                    part.frames() ? frames(part, place, 1, frames) : vectors(part, placeVector(place), 1));
        }
        return tensors;
    }

    private OnnxTensor frames(Part part, int place, int count, int frames) throws OrtException {
        long length = (long) count * frames * shape.width() * elementBytes();
        ByteBuffer memory = NativeBuffers.slice(part.memory(), (long) place * part.entryBytes(), length);
        return Tensors.of(bytes, memory, count, shape.heads(), frames, shape.headWidth());
    }

    private OnnxTensor vectors(Part part, int from, int count) throws OrtException {
        long start = (long) from * part.entryBytes();
        ByteBuffer memory = NativeBuffers.slice(part.memory(), start, (long) count * part.entryBytes());
        return Tensors.floats(memory, count, 1, shape.width());
    }

    /** Where a place's vectors are: behind those of the rows, which the decoder reads, where these differ from places. */
    private int placeVector(int place) {
        return canShare() ? rows + place : place;
    }

    /** Moves the heads of a window of so many frames apart, the last first. */
    void spread(int place, int frames) {
        if (frames == shape.audioContext()) {
            return;
        }
        for (Part part : parts.values()) {
            if (part.frames()) {
                int start = place * part.entryBytes();
                int apart = part.entryBytes() / shape.heads();
                int close = headBytes(frames);
                for (int head = shape.heads() - 1; head > 0; head--) {
                    part.memory().put(start + head * apart, part.memory(), start + head * close, close);
                }
            }
        }
    }

    /** Copies what a row reads of a place by its own number: everything, or what is small where it can be told the place. */
    void hear(int place, int row) {
        copy(placeVector(place), row);
    }

    /** The same of what another row reads. */
    void copyHearing(int fromRow, int toRow) {
        copy(fromRow, toRow);
    }

    private void copy(int from, int to) {
        for (Part part : parts.values()) {
            if (!part.frames() || !canShare()) {
                part.memory().put(to * part.entryBytes(), part.memory(), from * part.entryBytes(), part.entryBytes());
            }
        }
    }

    /** Appends the keys of one head, frames x head width, to the target. */
    void readKeys(int place, int layer, int head, int frames, ByteBuffer target) {
        Part part = part("cross_key_" + layer);
        int from = place * part.entryBytes() + head * (part.entryBytes() / shape.heads());
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

    private void add(String name, int entries, long entryBytes, boolean frames) {
        ByteBuffer memory = NativeBuffers.allocate(entries * entryBytes);
        parts.put(name, new Part(memory, Math.toIntExact(entryBytes), frames));
    }

    private int headBytes(int frames) {
        return frames * shape.headWidth() * elementBytes();
    }

    private int elementBytes() {
        return bytes ? 1 : Float.BYTES;
    }
}
