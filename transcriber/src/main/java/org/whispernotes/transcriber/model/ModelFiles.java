package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files below the models directory. A file that the catalogue knows is checked against its size and SHA-256 before
 * its first use in this process, so that a broken download is named and not loaded.
 */
public final class ModelFiles {

    private final ModelSettings settings;
    private final ModelCatalogue catalogue;
    private final Map<Path, Boolean> checked = new ConcurrentHashMap<>();

    public ModelFiles(ModelSettings settings, ModelCatalogue catalogue) {
        this.settings = settings;
        this.catalogue = catalogue;
    }

    /** The model used where a session names none. */
    public String defaultModel() {
        return settings.model();
    }

    /** The model's directory, whether it is there or not. */
    public Path directory(String model) {
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ModelMissingException("'" + model + "' is no model's name");
        }
        return settings.modelsDir().resolve(model);
    }

    /** Whether the file is there; says nothing about its content. */
    public boolean has(String model, String path) {
        return Files.isRegularFile(directory(model).resolve(path));
    }

    /**
     * A file of a model, checked.
     *
     * @param path below the model's directory, for example {@code ct2/model.bin}
     * @throws ModelMissingException when it is not there or not what the catalogue says
     */
    public Path require(String model, String path) {
        Path file = directory(model).resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new ModelMissingException("there is no " + file);
        }
        catalogue
                .find(model)
                .flatMap(m -> m.file(path))
                .ifPresent(expected -> checked.computeIfAbsent(file, f -> check(f, expected)));
        return file;
    }

    private static boolean check(Path file, ModelCatalogue.File expected) {
        try {
            long size = Files.size(file);
            if (size != expected.size()) {
                throw new ModelMissingException(file + " has " + size + " bytes instead of " + expected.size());
            }
            String actual = Checksum.sha256(file);
            if (!actual.equals(expected.sha256())) {
                throw new ModelMissingException(file + " is damaged: its SHA-256 is " + actual);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
