package org.whispernotes.transcriber.recognise;

import java.util.List;

/**
 * One run of text with its times.
 *
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param text with Whisper's leading blank removed
 * @param words word times; empty when the engine has none
 * @param averageLogProbability natural logarithm, per token; NaN when the engine does not give it
 * @param compressionRatio UTF-8 length over its zlib length (Whisper's repetition measure)
 * @param temperature the sampling temperature that produced the text
 */
public record RecognisedSegment(
        double start,
        double end,
        String text,
        List<RecognisedWord> words,
        double averageLogProbability,
        double compressionRatio,
        double temperature) {}
