package org.whispernotes.api.upload;

import java.util.function.Function;
import org.whispernotes.model.session.SessionOptions;

/**
 * What a protocol makes of a form.
 *
 * @param maxFiles more are refused
 * @param options reads the fields once all of them are there; refuses by throwing, and then nothing of the form stays
 */
public record FormTerms(int maxFiles, Function<FormFields, SessionOptions> options) {

    /** As many files as there are, and our own names of the options. */
    public static final FormTerms ANY = new FormTerms(Integer.MAX_VALUE, FormFields::options);
}
