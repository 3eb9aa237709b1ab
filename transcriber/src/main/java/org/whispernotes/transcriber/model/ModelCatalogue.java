package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.whispernotes.runtime.Json;

/**
 * {@code catalogue.json}: the models that are known, where they come from and what their files must be. The installer
 * reads the same file.
 */
public record ModelCatalogue(List<Model> models) {

    private static final String RESOURCE = "catalogue.json";

    /**
     * @param name the model's directory below the models directory
     * @param kind {@code whisper}, {@code vad}, {@code speaker-embedding}, {@code speaker-segmentation} or {@code phones}
     * @param licence SPDX identifier
     */
    public record Model(String name, String kind, String licence, List<File> files) {

        Optional<File> file(String path) {
            return files.stream().filter(f -> f.path().equals(path)).findFirst();
        }
    }

    /**
     * @param path below the model's directory
     * @param size bytes
     * @param sha256 hexadecimal
     */
    public record File(String path, long size, String sha256) {}

    public static ModelCatalogue load() {
        try (InputStream in = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its model catalogue");
            }
            return Json.read(in.readAllBytes(), ModelCatalogue.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Model> find(String name) {
        return models.stream().filter(m -> m.name().equals(name)).findFirst();
    }
}
