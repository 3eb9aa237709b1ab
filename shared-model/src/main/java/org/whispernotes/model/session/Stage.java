package org.whispernotes.model.session;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What is being done, in the order in which it is done. Each stage covers a part of the 100 percent that a person sees:
 * recognition takes nearly all of the time, so it has nearly all of the bar.
 */
public enum Stage {
    UPLOAD(0, 0),
    QUEUE(0, 0),
    PREPARE(0, 5),
    TRANSCRIBE(5, 88),
    ASSEMBLE(88, 94),
    TODOS(94, 100),
    DONE(100, 100);

    private final int fromPercent;
    private final int toPercent;

    Stage(int fromPercent, int toPercent) {
        this.fromPercent = fromPercent;
        this.toPercent = toPercent;
    }

    /** The session's percentage when this stage is {@code fraction} (0..1) done. */
    public double percentAt(double fraction) {
        return fromPercent + (toPercent - fromPercent) * Math.max(0, Math.min(1, fraction));
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
