package org.whispernotes.transcriber.align;

/**
 * When something was heard, in seconds from the first sample.
 *
 * @param start not before 0
 * @param end not before the start
 */
public record Span(double start, double end) {

    double length() {
        return end - start;
    }
}
