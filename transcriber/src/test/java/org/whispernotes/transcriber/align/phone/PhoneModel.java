package org.whispernotes.transcriber.align.phone;

import java.io.IOException;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.testing.LocalModels;

/** The acoustic model that {@code ./notes up} puts on a machine. */
public final class PhoneModel {

    static final String NAME = "cmu-sphinx-en-us";

    private PhoneModel() {}

    /** Loaded; the test is skipped on a machine without it. */
    public static PhoneAligner require() throws IOException {
        ModelFiles files = LocalModels.require(NAME, "mdef");
        return PhoneAligner.open(
                files.require(NAME, "mdef"),
                files.require(NAME, "means"),
                files.require(NAME, "variances"),
                files.require(NAME, "sendump"));
    }
}
