package org.whispernotes.transcriber.align.phone;

import org.whispernotes.transcriber.testing.LocalModels;

/** The acoustic model that {@code ./notes up} puts on a machine. */
public final class PhoneModel {

    private PhoneModel() {}

    /** Loaded; the test is skipped on a machine without it. */
    public static PhoneAligner require() {
        return PhoneAligner.find(LocalModels.require(PhoneAligner.MODEL, "mdef"))
                .orElseThrow();
    }
}
