package org.whispernotes.model.session;

import org.jspecify.annotations.Nullable;

/**
 * What the user knows about the number of speakers.
 *
 * @param count exactly so many; null when not known
 * @param min at least so many
 * @param max at most so many
 */
public record SpeakerHint(
        @Nullable Integer count,
        @Nullable Integer min,
        @Nullable Integer max) {

    public SpeakerHint {
        if ((count != null && count < 1)
                || (min != null && min < 1)
                || (max != null && max < (min == null ? 1 : min))) {
            throw new IllegalArgumentException("speakers: count and min must be 1 or more, and max no less than min");
        }
    }

    public static SpeakerHint none() {
        return new SpeakerHint(null, null, null);
    }
}
