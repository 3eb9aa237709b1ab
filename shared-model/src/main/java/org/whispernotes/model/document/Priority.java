package org.whispernotes.model.document;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent a todo sounds. */
public enum Priority {
    HIGH,
    MEDIUM,
    LOW;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
