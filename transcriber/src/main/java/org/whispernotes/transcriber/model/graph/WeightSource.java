package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a model's published weights lie.
 *
 * @param directory with the weights, configuration and vocabulary
 */
record WeightSource(Path directory) {

    private static final String CTRANSLATE2 = "model.bin";
    private static final String SAFETENSORS = ".safetensors";

    /** Looks in the model's directory itself and in {@code ct2} and {@code hf} below it. */
    static WeightSource find(Path model) throws IOException {
        for (Path candidate : List.of(model.resolve("ct2"), model.resolve("hf"), model)) {
            WeightSource source = new WeightSource(candidate);
            if (Files.isDirectory(candidate) && !source.files().isEmpty()) {
                return source;
            }
        }
        throw new IOException("no Whisper weights (model.bin or *.safetensors) in " + model
                + ", its ct2 or its hf directory: download the model first");
    }

    WhisperWeights open() throws IOException {
        Path ctranslate2 = directory.resolve(CTRANSLATE2);
        return Files.exists(ctranslate2) ? new CTranslate2Weights(ctranslate2) : new SafetensorsWeights(directory);
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.filter(file ->
                            file.endsWith(CTRANSLATE2) || file.toString().endsWith(SAFETENSORS))
                    .toList();
        }
    }
}
