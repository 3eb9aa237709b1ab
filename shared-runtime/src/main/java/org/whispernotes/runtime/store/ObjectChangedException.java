package org.whispernotes.runtime.store;

import org.whispernotes.model.ObjectRef;

/** The object is not the one any more that was to be replaced. */
public class ObjectChangedException extends StoreException {

    private static final long serialVersionUID = 1L;

    ObjectChangedException(ObjectRef ref) {
        super("changed meanwhile: " + ref.path());
    }
}
