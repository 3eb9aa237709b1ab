package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a Hugging Face Whisper checkpoint: every {@code *.safetensors} of the directory (one file or shards) and
 * {@code config.json}. The format is an eight-byte header length, a JSON header and raw little-endian tensors.
 */
final class SafetensorsWeights implements WhisperWeights {

    private static final int HEADER_LIMIT = 100_000_000;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Map<String, StoredTensor> tensors = new HashMap<>();
    private final List<MappedFile> files = new ArrayList<>();
    private final WhisperShape shape;

    SafetensorsWeights(Path directory) throws IOException {
        List<Path> shards;
        try (Stream<Path> listing = Files.list(directory)) {
            shards = listing.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
        for (Path shard : shards) {
            MappedFile file = MappedFile.open(shard);
            files.add(file);
            read(file);
        }
        JsonNode config = JSON.readTree(Files.readAllBytes(directory.resolve("config.json")));
        StoredTensor embeddings = tensor("model.decoder.embed_tokens.weight");
        shape = new WhisperShape(
                tensor("model.encoder.conv1.weight").dimension(1),
                embeddings.dimension(1),
                config.path("encoder_attention_heads").asInt(),
                layers("encoder"),
                layers("decoder"),
                embeddings.dimension(0),
                tensor("model.encoder.embed_positions.weight").dimension(0),
                tensor("model.decoder.embed_positions.weight").dimension(0));
    }

    @Override
    public WhisperShape shape() {
        return shape;
    }

    @Override
    public Matrix matrix(String name) {
        List<String> parts = SafetensorsNames.parts(name);
        return parts.size() == 1
                ? tensor(parts.get(0))
                : Matrix.stack(parts.stream().map(this::tensor).toArray(Matrix[]::new));
    }

    /** Key projections have no bias in this layout: they get zeros. */
    @Override
    public float[] vector(String name) {
        List<String> parts = SafetensorsNames.parts(name);
        float[] all =
                new float[parts.size() * tensor(parts.get(parts.size() - 1)).rows()];
        int at = 0;
        for (String part : parts) {
            @Nullable StoredTensor tensor = tensors.get(part);
            if (tensor == null && !part.endsWith("k_proj.bias")) {
                throw new IllegalArgumentException("the model has no " + part);
            }
            if (tensor != null) {
                System.arraycopy(tensor.values(), 0, all, at, tensor.rows());
            }
            at += all.length / parts.size();
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (MappedFile file : files) {
            file.close();
        }
    }

    private void read(MappedFile file) throws IOException {
        long length = file.header(8).getLong();
        if (length <= 0 || length > HEADER_LIMIT) {
            throw new IOException("safetensors header of " + length + " bytes");
        }
        JsonNode header = JSON.readTree(file.header((int) length).array());
        long start = file.position();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            JsonNode tensor = entry.getValue();
            if (entry.getKey().equals("__metadata__")) {
                continue;
            }
            long from = tensor.path("data_offsets").path(0).asLong();
            long to = tensor.path("data_offsets").path(1).asLong();
            int[] dimensions = new int[tensor.path("shape").size()];
            for (int d = 0; d < dimensions.length; d++) {
                dimensions[d] = tensor.path("shape").path(d).asInt();
            }
            file.seek(start + from);
            StoredTensor.Format format = format(tensor.path("dtype").asString());
            tensors.put(entry.getKey(), new StoredTensor(file.content(to - from), dimensions, format));
        }
    }

    private static StoredTensor.Format format(String type) throws IOException {
        return switch (type) {
            case "F32" -> StoredTensor.Format.FLOAT32;
            case "F16" -> StoredTensor.Format.FLOAT16;
            case "BF16" -> StoredTensor.Format.BFLOAT16;
            default -> throw new IOException("safetensors element type " + type + " is not supported");
        };
    }

    private int layers(String side) {
        int layers = 0;
        while (tensors.containsKey("model." + side + ".layers." + layers + ".fc1.weight")) {
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
