package org.whispernotes.runtime.store;

import org.whispernotes.model.ObjectRef;

/** There is no such object. */
public class ObjectMissingException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final transient ObjectRef ref;

    public ObjectMissingException(ObjectRef ref) {
        super("no such object: " + ref.path());
        this.ref = ref;
    }

    public ObjectRef ref() {
        return ref;
    }
}
