package org.whispernotes.transcriber.model.graph;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** A model of Whisper's architecture, small and untrained, in both layouts that weights are published in. */
final class TinyWhisper {

    private static final int WIDTH = 64;
    private static final int HEADS = 2;
    private static final int MELS = 80;
    private static final int VOCABULARY = 300;

    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final Random random = new Random(7);

    TinyWhisper() {
        add("encoder/conv1/weight", WIDTH, MELS, 3);
        add("encoder/conv1/bias", WIDTH);
        add("encoder/conv2/weight", WIDTH, WIDTH, 3);
        add("encoder/conv2/bias", WIDTH);
        add("encoder/position_encodings/encodings", 1500, WIDTH);
        layer("encoder/layer_0", false);
        norm("encoder/layer_norm");
        add("decoder/embeddings/weight", VOCABULARY, WIDTH);
        add("decoder/position_encodings/encodings", 448, WIDTH);
        layer("decoder/layer_0", true);
        layer("decoder/layer_1", true);
        norm("decoder/layer_norm");
    }

    private void layer(String name, boolean decoder) {
        linear(name + "/self_attention/linear_0", 3 * WIDTH, WIDTH);
        clearKeyBias(name + "/self_attention/linear_0/bias", WIDTH);
        linear(name + "/self_attention/linear_1", WIDTH, WIDTH);
        norm(name + "/self_attention/layer_norm");
        if (decoder) {
            linear(name + "/attention/linear_0", WIDTH, WIDTH);
            linear(name + "/attention/linear_1", 2 * WIDTH, WIDTH);
            clearKeyBias(name + "/attention/linear_1/bias", 0);
            linear(name + "/attention/linear_2", WIDTH, WIDTH);
            norm(name + "/attention/layer_norm");
        }
        linear(name + "/ffn/linear_0", 4 * WIDTH, WIDTH);
        linear(name + "/ffn/linear_1", WIDTH, 4 * WIDTH);
        norm(name + "/ffn/layer_norm");
    }

    private void linear(String name, int outputs, int inputs) {
        add(name + "/weight", outputs, inputs);
        add(name + "/bias", outputs);
    }

    private void norm(String name) {
        add(name + "/gamma", WIDTH);
        add(name + "/beta", WIDTH);
    }

    private void add(String name, int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        float[] content = new float[size];
        for (int i = 0; i < size; i++) {
            content[i] = (float) random.nextGaussian() * 0.1f;
        }
        values.put(name, content);
        shapes.put(name, shape);
    }

    /** Whisper's keys have no bias. */
    private void clearKeyBias(String name, int from) {
        float[] bias = value(name);
        for (int i = from; i < from + WIDTH; i++) {
            bias[i] = 0;
        }
    }

    private float[] value(String name) {
        float[] value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private int[] shape(String name) {
        int[] shape = shapes.get(name);
        return shape == null ? new int[0] : shape;
    }

    Path writeCTranslate2(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(Integer.reverseBytes(6));
        text(out, "WhisperSpec");
        out.writeInt(Integer.reverseBytes(3));
        out.writeInt(Integer.reverseBytes(values.size() + 1));
        text(out, "encoder/num_heads");
        out.write(new byte[] {0, 2});
        out.writeInt(Integer.reverseBytes(2));
        out.writeShort(Short.reverseBytes((short) HEADS));
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            text(out, entry.getKey());
            int[] shape = shape(entry.getKey());
            out.write(shape.length);
            for (int dimension : shape) {
                out.writeInt(Integer.reverseBytes(dimension));
            }
            out.write(0);
            byte[] raw = raw(entry.getValue());
            out.writeInt(Integer.reverseBytes(raw.length));
            out.write(raw);
        }
        out.writeInt(0);
        Path target = Files.createDirectories(directory.resolve("ct2"));
        Files.write(target.resolve("model.bin"), bytes.toByteArray());
        return directory;
    }

    Path writeSafetensors(Path directory) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String name : values.keySet()) {
            List<String> parts = SafetensorsNames.parts(name);
            float[] whole = value(name);
            int length = whole.length / parts.size();
            int[] shape = shape(name).clone();
            shape[0] /= parts.size();
            for (int part = 0; part < parts.size(); part++) {
                if (parts.get(part).endsWith("k_proj.bias")) {
                    continue;
                }
                float[] own = new float[length];
                System.arraycopy(whole, part * length, own, 0, length);
                StringJoiner dimensions = new StringJoiner(",", "[", "]");
                for (int dimension : shape) {
                    dimensions.add(Integer.toString(dimension));
                }
                int from = data.size();
                data.writeBytes(raw(own));
                header.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                        .formatted(parts.get(part), dimensions, from, data.size()));
            }
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(data.toByteArray());
        Path target = Files.createDirectories(directory.resolve("hf"));
        Files.write(target.resolve("model.safetensors"), file.array());
        Files.writeString(target.resolve("config.json"), "{\"encoder_attention_heads\":" + HEADS + "}");
        return directory;
    }

    private static byte[] raw(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(Short.reverseBytes((short) (bytes.length + 1)));
        out.write(bytes);
        out.write(0);
    }
}
