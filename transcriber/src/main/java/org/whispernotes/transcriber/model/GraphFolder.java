package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where graphs lie that are built each time a model is loaded, until they are. */
public final class GraphFolder implements AutoCloseable {

    private final Path directory;

    private GraphFolder(Path directory) {
        this.directory = directory;
    }

    /** @param what the graphs are of, in the folder's name */
    public static GraphFolder create(String what) throws IOException {
        return new GraphFolder(Files.createTempDirectory(what + "-graphs"));
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (var listing = Files.list(directory)) {
            files = listing.toList();
        }
        for (Path file : files) {
            // Where a mapped file can't be deleted it goes when the process does.
            if (!file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
        if (!directory.toFile().delete()) {
            directory.toFile().deleteOnExit();
        }
    }
}
