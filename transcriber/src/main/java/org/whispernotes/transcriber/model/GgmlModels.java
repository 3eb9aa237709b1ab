package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.model.graph.GgmlConversion;

/**
 * Models for whisper.cpp: a ggml file that somebody put there is used as it is, else one is made from the CTranslate2
 * weights at first use, beside them, and kept with its checksum.
 */
public final class GgmlModels {

    private static final Logger log = LoggerFactory.getLogger(GgmlModels.class);

    private static final String OWN = "ggml-model.bin";
    private static final String CONVERTED = "ggml/ggml-model-f16.bin";
    private static final String WEIGHTS = "ct2/model.bin";
    private static final String VOCABULARY = "ct2/vocabulary.json";

    private final ModelFiles files;

    public GgmlModels(ModelFiles files) {
        this.files = files;
    }

    /**
     * A file that whisper.cpp can load.
     *
     * @param file the model itself
     * @param quantization {@code f16}, or {@code file} for what somebody put there
     */
    public record GgmlModel(Path file, String quantization) {}

    /** Whether {@link #require} has what it needs. */
    public boolean isAvailable(String model) {
        return files.has(model, OWN) || files.has(model, WEIGHTS);
    }

    /**
     * Finds the model or makes it; the second takes seconds. Several threads and processes may ask at once.
     *
     * @throws ModelMissingException when there are no weights to make it from
     */
    public synchronized GgmlModel require(String model) {
        if (files.has(model, OWN)) {
            return new GgmlModel(files.require(model, OWN), "file");
        }
        Path target = files.directory(model).resolve(CONVERTED);
        try {
            if (!isWhole(target)) {
                convert(model, target);
            }
            return new GgmlModel(target, "f16");
        } catch (IOException e) {
            throw new UncheckedIOException("preparing model " + model, e);
        }
    }

    private static Path checksumOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    private static boolean isWhole(Path file) throws IOException {
        Path checksum = checksumOf(file);
        if (!Files.isRegularFile(file) || !Files.isRegularFile(checksum)) {
            return false;
        }
        boolean whole = Files.readString(checksum).strip().equals(Checksum.sha256(file));
        if (!whole) {
            log.warn("{} is damaged and will be made again", file);
        }
        return whole;
    }

    private void convert(String model, Path target) throws IOException {
        Path weights = files.require(model, WEIGHTS);
        Path vocabulary = files.require(model, VOCABULARY);
        log.info("model {}: converting {} for whisper.cpp, once", model, weights);
        long begun = System.nanoTime();
        Files.createDirectories(target.getParent());
        // A name of its own, so that processes that convert at the same time do not write into each other's file.
        Path part = Files.createTempFile(target.getParent(), "convert-", ".part");
        try {
            GgmlConversion.convert(weights, vocabulary, part);
            String sum = Checksum.sha256(part);
            Files.writeString(checksumOf(target), sum + "\n");
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        log.info(
                "model {}: {} bytes written to {} in {} ms",
                model,
                Files.size(target),
                target,
                (System.nanoTime() - begun) / 1_000_000);
    }
}
