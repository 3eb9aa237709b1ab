package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/** Self-attention keys and values of all rows, per decoder layer: heads x capacity x head width, written in place. */
final class SelfCache {

    private final WhisperShape shape;
    private final int capacity;
    private final int rowBytes;
    private final List<ByteBuffer> keys = new ArrayList<>();
    private final List<ByteBuffer> values = new ArrayList<>();

    /** Room for {@code capacity} tokens in each row. */
    SelfCache(WhisperShape shape, int capacity, int rows) {
        this.shape = shape;
        this.capacity = capacity;
        this.rowBytes = capacity * shape.width() * Float.BYTES;
        for (int layer = 0; layer < shape.decoderLayers(); layer++) {
            keys.add(NativeBuffers.allocate((long) rows * rowBytes));
            values.add(NativeBuffers.allocate((long) rows * rowBytes));
        }
    }

    /** Memory of one row, bytes. */
    static long rowBytes(WhisperShape shape, int capacity) {
        return 2L * shape.decoderLayers() * capacity * shape.width() * Float.BYTES;
    }

    void bind(int rows, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        for (int layer = 0; layer < keys.size(); layer++) {
            OnnxTensor key = tensor(keys.get(layer), rows);
            inputs.put("past_key_" + layer, key);
            outputs.put("new_key_" + layer, key);
            OnnxTensor value = tensor(values.get(layer), rows);
            inputs.put("past_value_" + layer, value);
            outputs.put("new_value_" + layer, value);
        }
    }

    /** What the first so many tokens of a row left behind, to another row. */
    void copy(int from, int to, int length) {
        for (int layer = 0; layer < keys.size(); layer++) {
            copy(keys.get(layer), from, to, length);
            copy(values.get(layer), from, to, length);
        }
    }

    private void copy(ByteBuffer memory, int from, int to, int length) {
        int headBytes = rowBytes / shape.heads();
        int used = length * shape.headWidth() * Float.BYTES;
        for (int head = 0; head < shape.heads(); head++) {
            memory.put(to * rowBytes + head * headBytes, memory, from * rowBytes + head * headBytes, used);
        }
    }

    private OnnxTensor tensor(ByteBuffer memory, int rows) throws OrtException {
        ByteBuffer part = NativeBuffers.slice(memory, 0, (long) rows * rowBytes);
        return Tensors.floats(part, rows, shape.heads(), capacity, shape.headWidth());
    }
}
