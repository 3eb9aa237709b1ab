package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads CTranslate2's {@code model.bin} of a Whisper model (binary versions 4 to 6; float32, float16 or int8 with row
 * scales). See {@code ctranslate2/src/models/model.cc} for the format.
 */
final class CTranslate2Weights implements WhisperWeights {

    private static final String SPECIFICATION = "WhisperSpec";

    private final Map<String, StoredTensor> tensors = new HashMap<>();
    private final MappedFile file;
    private final WhisperShape shape;

    CTranslate2Weights(Path model) throws IOException {
        file = MappedFile.open(model);
        try {
            read();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException(model + " is damaged or cut short", e);
        }
        StoredTensor embeddings = tensor("decoder/embeddings/weight");
        StoredTensor convolution = tensor("encoder/conv1/weight");
        shape = new WhisperShape(
                convolution.dimension(1),
                embeddings.dimension(1),
                (int) tensor("encoder/num_heads").value(0),
                layers("encoder"),
                layers("decoder"),
                embeddings.dimension(0),
                tensor("encoder/position_encodings/encodings").dimension(0),
                tensor("decoder/position_encodings/encodings").dimension(0));
    }

    @Override
    public WhisperShape shape() {
        return shape;
    }

    @Override
    public Matrix matrix(String name) {
        StoredTensor tensor = tensor(name);
        StoredTensor scale = tensors.get(name + "_scale");
        return scale == null ? tensor : tensor.divideRows(0, rowScales(tensor, scale));
    }

    @Override
    public float[] vector(String name) {
        return tensor(name).values();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void read() throws IOException {
        int version = file.header(4).getInt();
        if (version < 4 || version > 6) {
            throw new IOException("CTranslate2 binary version " + version + " is unknown");
        }
        String specification = text();
        if (!specification.equals(SPECIFICATION)) {
            throw new IOException("not a Whisper model but " + specification);
        }
        file.header(4);
        int variables = file.header(4).getInt();
        for (int i = 0; i < variables; i++) {
            String name = text();
            int[] dimensions = new int[file.header(1).get()];
            for (int d = 0; d < dimensions.length; d++) {
                dimensions[d] = file.header(4).getInt();
            }
            StoredTensor.Format format = format(file.header(1).get());
            int bytes = file.header(4).getInt();
            tensors.put(name, new StoredTensor(file.content(Integer.toUnsignedLong(bytes)), dimensions, format));
        }
        int aliases = file.header(4).getInt();
        for (int i = 0; i < aliases; i++) {
            String alias = text();
            tensors.putIfAbsent(alias, tensor(text()));
        }
    }

    private String text() throws IOException {
        int length = Short.toUnsignedInt(file.header(2).getShort());
        ByteBuffer bytes = file.header(length).limit(length - 1);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static StoredTensor.Format format(byte type) {
        return switch (type) {
            case 0 -> StoredTensor.Format.FLOAT32;
            case 1 -> StoredTensor.Format.INT8;
            case 2 -> StoredTensor.Format.INT16;
            case 3 -> StoredTensor.Format.INT32;
            case 4 -> StoredTensor.Format.FLOAT16;
            case 5 -> StoredTensor.Format.BFLOAT16;
            default -> throw new IllegalArgumentException("unknown element type " + type);
        };
    }

    private static float[] rowScales(StoredTensor tensor, StoredTensor scale) {
        float[] scales = scale.values();
        float[] rows = new float[tensor.rows()];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = scales[scales.length == 1 ? 0 : r];
        }
        return rows;
    }

    private int layers(String side) {
        int layers = 0;
        while (tensors.containsKey(side + "/layer_" + layers + "/self_attention/linear_0/weight")) {
            layers++;
        }
        return layers;
    }

    private StoredTensor tensor(String name) {
        @Nullable StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        return tensor;
    }
}
