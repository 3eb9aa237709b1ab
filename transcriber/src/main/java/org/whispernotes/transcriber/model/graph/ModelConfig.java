package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model's configuration files say beside its weights.
 *
 * @param alignmentHeads heads that time words; where the files name none, all heads of the upper half of the decoder
 * @param suppressed tokens never to be written
 * @param suppressedAtStart tokens not to start with
 */
public record ModelConfig(
        List<AlignmentHead> alignmentHeads, List<Integer> suppressed, List<Integer> suppressedAtStart) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static ModelConfig read(Path source, WhisperShape shape) throws IOException {
        List<JsonNode> files = new ArrayList<>();
        for (String name : List.of("generation_config.json", "config.json")) {
            Path file = source.resolve(name);
            if (Files.exists(file)) {
                files.add(JSON.readTree(Files.readAllBytes(file)));
            }
        }
        List<AlignmentHead> heads = new ArrayList<>();
        for (JsonNode pair : first(files, "alignment_heads", "alignment_heads")) {
            heads.add(new AlignmentHead(pair.path(0).asInt(), pair.path(1).asInt()));
        }
        if (heads.isEmpty()) {
            for (int layer = shape.decoderLayers() / 2; layer < shape.decoderLayers(); layer++) {
                for (int head = 0; head < shape.heads(); head++) {
                    heads.add(new AlignmentHead(layer, head));
                }
            }
        }
        return new ModelConfig(
                List.copyOf(heads),
                numbers(first(files, "suppress_ids", "suppress_tokens")),
                numbers(first(files, "suppress_ids_begin", "begin_suppress_tokens")));
    }

    private static Iterable<JsonNode> first(List<JsonNode> files, String name, String otherName) {
        for (JsonNode file : files) {
            for (String candidate : List.of(name, otherName)) {
                if (file.path(candidate).isArray()) {
                    return file.path(candidate).values();
                }
            }
        }
        return List.of();
    }

    private static List<Integer> numbers(Iterable<JsonNode> values) {
        List<Integer> numbers = new ArrayList<>();
        values.forEach(value -> {
            if (value.asInt() >= 0) {
                numbers.add(value.asInt());
            }
        });
        return List.copyOf(numbers);
    }
}
