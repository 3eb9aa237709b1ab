package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of a small ONNX file: its initialisers by name, as far as they are floats within the file. See <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>.
 */
final class OnnxWeights {

    private static final int GRAPH = 7;
    private static final int INITIALISER = 5;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;

    private final Path file;
    private final Map<String, float[]> tensors = new HashMap<>();

    private interface Field {
        void found(int number, ByteBuffer content);
    }

    private OnnxWeights(Path file) {
        this.file = file;
    }

    /** @throws IOException when it can't be read or is no ONNX file */
    static OnnxWeights read(Path file) throws IOException {
        OnnxWeights weights = new OnnxWeights(file);
        try {
            fields(ByteBuffer.wrap(Files.readAllBytes(file)), (model, graph) -> {
                if (model == GRAPH) {
                    fields(graph, (number, tensor) -> {
                        if (number == INITIALISER) {
                            weights.add(tensor);
                        }
                    });
                }
            });
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException(file + " is no ONNX model", e);
        }
        return weights;
    }

    private void add(ByteBuffer tensor) {
        String[] name = {""};
        float[][] values = {new float[0]};
        fields(tensor, (number, content) -> {
            if (number == NAME) {
                name[0] = StandardCharsets.UTF_8.decode(content).toString();
            } else if (number == RAW_DATA) {
                values[0] = new float[content.remaining() / Float.BYTES];
                content.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values[0]);
            }
        });
        tensors.put(name[0], values[0]);
    }

    /** Those of a message that are messages, texts or bytes themselves. */
    private static void fields(ByteBuffer message, Field each) {
        while (message.hasRemaining()) {
            long key = varint(message);
            switch ((int) (key & 7)) {
                case VARINT -> varint(message);
                case FIXED64 -> message.position(message.position() + Long.BYTES);
                case FIXED32 -> message.position(message.position() + Integer.BYTES);
                case DELIMITED -> {
                    int length = Math.toIntExact(Math.min(varint(message), Integer.MAX_VALUE));
                    ByteBuffer content = message.slice(message.position(), Math.min(length, message.remaining()));
                    message.position(message.position() + length);
                    each.found((int) (key >>> 3), content);
                }
                default -> throw new IllegalArgumentException("no protocol buffer");
            }
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("no protocol buffer");
    }

    /**
     * The values of a tensor, row by row.
     *
     * @param shape that it must have; its dimensions are not looked at by themselves
     * @throws IOException when there is none of that name and size
     */
    float[] floats(String name, int... shape) throws IOException {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        float[] values = tensors.get(name);
        if (values == null || values.length != size) {
            throw new IOException(file + " has no " + name + " of " + size + " floats: it is another model");
        }
        return values;
    }
}
