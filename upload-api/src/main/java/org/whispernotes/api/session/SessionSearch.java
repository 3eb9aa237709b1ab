package org.whispernotes.api.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;

/**
 * Which sessions to list.
 *
 * @param pattern of the name, as SQL's {@code ilike} takes it; null for all
 * @param after the last session of the page before; null for the first page
 */
record SessionSearch(
        List<SessionStatus> statuses,
        @Nullable UUID batchId,
        @Nullable String pattern,
        @Nullable Cursor after,
        int limit) {

    /** Where a page ends: sessions are ordered by creation, then id, newest first. */
    record Cursor(Instant createdAt, UUID id) {

        static Cursor of(Session last) {
            return new Cursor(last.createdAt(), last.id());
        }

        static Cursor parse(String text) {
            try {
                String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int colon = decoded.indexOf(':');
                Instant time = Instant.EPOCH.plus(Long.parseLong(decoded.substring(0, colon)), ChronoUnit.MICROS);
                return new Cursor(time, UUID.fromString(decoded.substring(colon + 1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new ApiException(Problem.INVALID_REQUEST, "The cursor is not one that this server gave out.");
            }
        }

        /** PostgreSQL keeps microseconds. */
        @Override
        public String toString() {
            String plain = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + ":" + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A pattern that finds the text anywhere, with the wildcards in it taken literally. */
    static @Nullable String patternOf(@Nullable String query) {
        if (query == null || query.isBlank()) {
            return null;
        }
        String literal = query.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + literal + "%";
    }
}
