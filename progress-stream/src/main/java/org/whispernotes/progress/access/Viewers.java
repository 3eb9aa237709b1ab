package org.whispernotes.progress.access;

import java.util.UUID;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Who asks. */
public interface Viewers {

    /**
     * The user of the request's token, or the local user when it carries none and none is required.
     *
     * @throws AccessDeniedException when there is no valid token and one is needed
     */
    UUID of(ServerHttpRequest request);

    /**
     * The user of the request's token.
     *
     * @throws AccessDeniedException when there is no valid token
     */
    UUID signedIn(ServerHttpRequest request);

    /**
     * The user of a token.
     *
     * @throws AccessDeniedException when it is not valid
     */
    UUID ofToken(String token);
}
