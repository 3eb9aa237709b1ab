package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.model.graph.HalfFloat;

/**
 * Weights of a Whisper model in CTranslate2's binary layout (versions 4 to 6 of {@code model.bin}), mapped, not copied.
 * Linear layers of attention are fused there: query, key and value are rows of one matrix.
 */
final class Ct2Weights {

    private static final int FLOAT32 = 0;
    private static final int INT8 = 1;
    private static final int INT16 = 2;
    private static final int INT32 = 3;
    private static final int FLOAT16 = 4;

    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private Ct2Weights() {}

    /**
     * A named array.
     *
     * @param dimensions empty for a scalar
     * @param scale of each row where the values are int8: value = integer / scale
     */
    record Variable(
            String name,
            int[] dimensions,
            int type,
            ByteBuffer data,
            @Nullable Variable scale) {

        int rows() {
            return dimensions.length == 0 ? 1 : dimensions[0];
        }

        int rowSize() {
            int size = 1;
            for (int d = 1; d < dimensions.length; d++) {
                size *= dimensions[d];
            }
            return size;
        }

        boolean isHalf() {
            return type == FLOAT16;
        }

        /** The two bytes of a half precision value, as they are. */
        short half(int index) {
            return data.getShort(index * 2);
        }

        float value(int index) {
            float raw = raw(index);
            return scale == null ? raw : raw / scale.raw(scale.rows() == 1 ? 0 : index / rowSize());
        }

        private float raw(int index) {
            return switch (type) {
                case FLOAT32 -> data.getFloat(index * 4);
                case INT8 -> data.get(index);
                case INT16 -> data.getShort(index * 2);
                case INT32 -> data.getInt(index * 4);
                case FLOAT16 -> HalfFloat.toFloat(data.getShort(index * 2));
                default -> throw new IllegalStateException(name + " has unknown type " + type);
            };
        }
    }

    static Ct2Weights read(Path model) throws IOException {
        try (FileChannel file = FileChannel.open(model)) {
            ByteBuffer in = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            in.order(ByteOrder.LITTLE_ENDIAN);
            int version = in.getInt();
            String kind = version >= 4 && version <= 6 ? string(in) : "";
            if (!kind.equals("WhisperSpec")) {
                throw new IOException(model + " is not a Whisper model in CTranslate2 layout");
            }
            in.getInt(); // revision of the specification
            Ct2Weights weights = new Ct2Weights();
            for (int left = in.getInt(); left > 0; left--) {
                weights.add(in);
            }
            for (int left = in.getInt(); left > 0; left--) {
                String alias = string(in);
                weights.variables.putIfAbsent(alias, weights.get(string(in)));
            }
            return weights;
        }
    }

    private void add(ByteBuffer in) {
        String name = string(in);
        int[] dimensions = new int[in.get()];
        for (int d = 0; d < dimensions.length; d++) {
            dimensions[d] = in.getInt();
        }
        int type = in.get();
        int length = in.getInt();
        ByteBuffer data = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        variables.put(name, new Variable(name, dimensions, type, data, null));
    }

    /** Length (with the closing zero), then characters. */
    private static String string(ByteBuffer in) {
        byte[] characters = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(characters);
        return new String(characters, 0, characters.length - 1, StandardCharsets.UTF_8);
    }

    boolean has(String name) {
        return variables.containsKey(name);
    }

    Variable get(String name) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw new IllegalStateException("the model lacks " + name);
        }
        Variable scale = variable.type() == INT8 ? get(name + "_scale") : null;
        return new Variable(name, variable.dimensions(), variable.type(), variable.data(), scale);
    }

    /** Layers of {@code encoder} or {@code decoder}. */
    int layers(String side) {
        int layers = 0;
        while (has(side + "/layer_" + layers + "/self_attention/linear_0/weight")) {
            layers++;
        }
        return layers;
    }
}
