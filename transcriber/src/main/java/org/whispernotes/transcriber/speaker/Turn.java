package org.whispernotes.transcriber.speaker;

/**
 * One speaker talking. Turns of different speakers overlap where people talk at once.
 *
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param speaker id of the speaker, {@code SPEAKER_00}
 */
public record Turn(double start, double end, String speaker) {

    public double duration() {
        return end - start;
    }
}
