package org.whispernotes.model.document;

/** Speech without text: seconds in the recording. */
public record Gap(double start, double end) {}
