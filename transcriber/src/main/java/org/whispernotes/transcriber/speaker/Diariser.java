package org.whispernotes.transcriber.speaker;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.whispernotes.model.session.SpeakerHint;

/** Tells the speakers of a recording apart. Threads may share one. */
public interface Diariser {

    /**
     * Listens to the whole recording.
     *
     * @param hint what the user knows about the number of speakers
     * @param cancelled asked between batches
     * @return the turns of all speakers
     * @throws CancellationException once {@code cancelled} says so
     * @throws java.io.UncheckedIOException when the audio can't be read
     */
    DiarisationResult diarise(AudioSource audio, SpeakerHint hint, BooleanSupplier cancelled);
}
