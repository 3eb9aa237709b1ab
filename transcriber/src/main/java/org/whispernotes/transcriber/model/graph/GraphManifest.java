package org.whispernotes.transcriber.model.graph;

import java.util.Map;

/**
 * What a directory of built graphs holds; written last, so a directory with a manifest is complete.
 *
 * @param builder version of the builder
 * @param sourceBytes size of all weight files together, to notice exchanged weights
 * @param files by name
 */
public record GraphManifest(
        int builder,
        GraphPrecision precision,
        WhisperShape shape,
        ModelConfig config,
        long sourceBytes,
        Map<String, FileDigest> files) {

    /**
     * A file's content.
     *
     * @param bytes size
     * @param sha256 in hexadecimal
     */
    public record FileDigest(long bytes, String sha256) {}
}
