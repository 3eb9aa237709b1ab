package org.whispernotes.api.user;

import java.util.UUID;

/** The user who asks; controllers take it as an argument. */
public record User(UUID id) {

    /** Whoever sits at this machine: the only user as long as there is no sign-in. */
    public static final User LOCAL = new User(UUID.fromString("00000000-0000-0000-0000-000000000001"));
}
