package org.whispernotes.transcriber.speaker;

import org.whispernotes.model.session.SpeakerHint;

/**
 * How many speakers there are.
 *
 * @param least at least 1
 * @param most at least {@code least}
 */
record SpeakerBounds(int least, int most) {

    /** @param unknown bound where the user gives none */
    static SpeakerBounds of(SpeakerHint hint, int unknown) {
        Integer exactly = hint.count();
        if (exactly != null) {
            return new SpeakerBounds(exactly, exactly);
        }
        Integer min = hint.min();
        Integer max = hint.max();
        int least = min != null ? min : 1;
        return new SpeakerBounds(least, max != null ? max : Math.max(least, unknown));
    }
}
