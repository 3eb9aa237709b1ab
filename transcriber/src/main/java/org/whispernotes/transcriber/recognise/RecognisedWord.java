package org.whispernotes.transcriber.recognise;

/**
 * A word with its times.
 *
 * @param word as written, punctuation attached, no surrounding blanks
 * @param start seconds in the recording
 * @param end seconds in the recording
 * @param score mean token probability, 0..1
 */
public record RecognisedWord(String word, double start, double end, double score) {}
