package org.whispernotes.model.document;

/** A voice of the recording: {@code SPEAKER_00} and the label that people see and can change. */
public record Speaker(String id, String label) {}
