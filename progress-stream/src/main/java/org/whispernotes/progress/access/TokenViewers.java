package org.whispernotes.progress.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.whispernotes.model.Problem;
import org.whispernotes.progress.ProgressStreamSettings;

/**
 * Signed tokens (JWT, RFC 7519, HMAC with SHA-2): the subject is the user's id, {@code exp} is required. They come as
 * {@code Authorization: Bearer}, or as {@code ?token=} from clients that can't set headers.
 */
public final class TokenViewers implements Viewers {

    private static final String BEARER = "Bearer ";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final ProgressStreamSettings settings;
    private final Clock clock;

    public TokenViewers(ProgressStreamSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public UUID of(ServerHttpRequest request) {
        String token = tokenOf(request);
        if (token != null && settings.tokenSecret() != null) {
            return ofToken(token);
        }
        if (settings.tokenRequired()) {
            throw new AccessDeniedException(Problem.NOT_SIGNED_IN);
        }
        return settings.localUser();
    }

    @Override
    public UUID signedIn(ServerHttpRequest request) {
        String token = tokenOf(request);
        if (token == null) {
            throw new AccessDeniedException(Problem.NOT_SIGNED_IN);
        }
        return ofToken(token);
    }

    @Override
    public UUID ofToken(String token) {
        String secret = settings.tokenSecret();
        if (secret == null) {
            throw new AccessDeniedException(Problem.NOT_SIGNED_IN);
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (jwt.verify(new MACVerifier(secret))
                    && expires != null
                    && clock.instant().isBefore(expires.toInstant().plus(CLOCK_SKEW))
                    && claims.getSubject() != null) {
                return UUID.fromString(claims.getSubject());
            }
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw new AccessDeniedException(Problem.NOT_SIGNED_IN);
        }
        throw new AccessDeniedException(Problem.NOT_SIGNED_IN);
    }

    private static @Nullable String tokenOf(ServerHttpRequest request) {
        String authorization = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        return request.getQueryParams().getFirst("token");
    }
}
