package org.whispernotes.transcriber.speaker;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.speakers.*}: how speakers are told apart.
 *
 * @param enabled whether to do it at all
 * @param threads 0 for all processors that this process may use
 * @param batch windows of five seconds analysed at once by each thread
 * @param stepSeconds how far windows are apart: smaller finds the ends of turns better and takes longer
 * @param denseSeconds recordings up to this length are done at half that step: a few seconds' work, and a short one has
 *     no other evidence
 * @param sameVoice two voices are one speaker's when their similarity, freed from chance, is at least this
 * @param maxSpeakers bound on the number found where the user gives none
 */
@Validated
@ConfigurationProperties("notes.speakers")
public record SpeakerSettings(
        @DefaultValue("true") boolean enabled,
        @Min(0) @Max(64) @DefaultValue("0") int threads,
        @Min(1) @Max(64) @DefaultValue("16") int batch,

        @DecimalMin("0.5") @DecimalMax("5") @DefaultValue("2.5")
        double stepSeconds,

        @DecimalMin("0") @DefaultValue("300") double denseSeconds,

        @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.68")
        double sameVoice,

        @Min(1) @Max(100) @DefaultValue("20") int maxSpeakers) {

    /** Everything by default. */
    public static SpeakerSettings defaults() {
        return new SpeakerSettings(true, 0, 16, 2.5, 300, 0.68, 20);
    }

    /** Samples from one window to the next in a recording of this length. */
    int step(double duration) {
        double seconds = duration <= denseSeconds ? stepSeconds / 2 : stepSeconds;
        return (int) Math.round(seconds * Frames.SAMPLE_RATE);
    }

    int effectiveThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
