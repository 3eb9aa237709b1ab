package org.whispernotes.transcriber.recognise;

import java.util.List;

/**
 * What was heard in one window.
 *
 * @param segments in time order, times in the recording's seconds; empty where nothing was said
 * @param language ISO 639-1 code that was used for decoding
 * @param languageProbability 0..1; 1 when the language was given
 * @param noSpeechProbability Whisper's own probability of silence, 0..1; NaN when the engine does not give it
 */
public record WindowResult(
        List<RecognisedSegment> segments, String language, double languageProbability, double noSpeechProbability) {}
