package org.whispernotes.model.document;

/** What recognised the speech. */
public record Engine(String name, String version, String model, String quantization) {}
