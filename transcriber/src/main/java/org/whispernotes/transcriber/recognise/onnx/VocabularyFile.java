package org.whispernotes.transcriber.recognise.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Reads the tokens in the order of their ids from whichever file a model comes with. */
final class VocabularyFile {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private VocabularyFile() {}

    static List<String> read(Path directory) throws IOException {
        Path list = directory.resolve("vocabulary.json");
        if (Files.exists(list)) {
            List<String> tokens = new ArrayList<>();
            JSON.readTree(Files.readAllBytes(list)).forEach(token -> tokens.add(token.asString()));
            return tokens;
        }
        Path lines = directory.resolve("vocabulary.txt");
        if (Files.exists(lines)) {
            return Files.readAllLines(lines);
        }
        Path tokenizer = directory.resolve("tokenizer.json");
        if (Files.exists(tokenizer)) {
            JsonNode root = JSON.readTree(Files.readAllBytes(tokenizer));
            Map<Integer, String> byId = new TreeMap<>();
            root.path("model")
                    .path("vocab")
                    .properties()
                    .forEach(e -> byId.put(e.getValue().asInt(), e.getKey()));
            root.path("added_tokens")
                    .forEach(token -> byId.put(
                            token.path("id").asInt(), token.path("content").asString()));
            return new ArrayList<>(byId.values());
        }
        throw new IOException("no vocabulary.json, vocabulary.txt or tokenizer.json in " + directory);
    }
}
