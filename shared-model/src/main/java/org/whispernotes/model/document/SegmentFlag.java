package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a segment's text may not be what was said. */
public enum SegmentFlag {
    /** The model itself was unsure. */
    LOW_CONFIDENCE,
    /** The same words again and again. */
    REPETITION,
    /** A phrase that models invent over silence ("Thanks for watching"). */
    KNOWN_PHRASE,
    /** Text where voice activity heard little or no speech. */
    LITTLE_SPEECH,
    /** Only decoded at a raised temperature. */
    FALLBACK;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
