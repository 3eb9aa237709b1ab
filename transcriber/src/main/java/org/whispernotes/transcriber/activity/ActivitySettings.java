package org.whispernotes.transcriber.activity;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.transcriber.activity.*}: when a sound is speech, and how speech is cut.
 *
 * @param threshold probability from which a frame is speech
 * @param minSpeech shorter sounds are none
 * @param minSilence shorter pauses do not end a stretch of speech
 * @param pad added at both ends of a stretch, for soft consonants
 * @param maxSpeech longer stretches are cut where speech is least likely; a recogniser's window minus the padding
 * @param firstChunk speech in the first chunk: the first text comes early; each next one is twice as long
 * @param maxChunk speech in a chunk, at most; whole windows of a recogniser
 */
@ConfigurationProperties("notes.transcriber.activity")
public record ActivitySettings(
        @DefaultValue("0.5") double threshold,
        @DefaultValue("250ms") Duration minSpeech,
        @DefaultValue("400ms") Duration minSilence,
        @DefaultValue("200ms") Duration pad,
        @DefaultValue("28s") Duration maxSpeech,
        @DefaultValue("15s") Duration firstChunk,
        @DefaultValue("120s") Duration maxChunk) {

    public ActivitySettings {
        if (threshold <= 0.15 || threshold >= 1) {
            throw new IllegalArgumentException(
                    "notes.transcriber.activity.threshold must lie between 0.15 and 1, not " + threshold);
        }
        if (maxSpeech.compareTo(Duration.ofSeconds(5)) < 0 || maxSpeech.compareTo(Duration.ofSeconds(29)) > 0) {
            throw new IllegalArgumentException("notes.transcriber.activity.max-speech must lie between 5 s and 29 s: a"
                    + " recogniser hears 30 s at once");
        }
        if (firstChunk.compareTo(Duration.ofSeconds(1)) < 0 || maxChunk.compareTo(firstChunk) < 0) {
            throw new IllegalArgumentException(
                    "notes.transcriber.activity: first-chunk must be 1 s or more and max-chunk no less than it");
        }
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
