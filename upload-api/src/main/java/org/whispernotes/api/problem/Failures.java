package org.whispernotes.api.problem;

import java.time.Duration;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.broker.PublishException;
import org.whispernotes.runtime.store.ObjectMissingException;
import org.whispernotes.runtime.store.StoreException;
import org.whispernotes.runtime.store.StoreFullException;
import org.whispernotes.runtime.store.UploadMissingException;

/** What is told about an exception that was not thrown as an {@link ApiException}. */
public final class Failures {

    private static final Duration SOON = Duration.ofSeconds(5);

    private Failures() {}

    public static ApiException asApiException(Throwable error) {
        if (error instanceof ApiException known) {
            return known;
        }
        if (error instanceof ServerWebInputException input) {
            return new ApiException(Problem.INVALID_REQUEST, inputDetail(input));
        }
        if (error instanceof ErrorResponse told) {
            return new ApiException(problemOf(told.getStatusCode().value()));
        }
        if (error instanceof DecodingException) {
            return new ApiException(Problem.INVALID_REQUEST, firstLine(error));
        }
        if (error instanceof DataBufferLimitException) {
            return new ApiException(Problem.TOO_LARGE, "A form field is larger than this server accepts.");
        }
        if (error instanceof UploadMissingException) {
            return new ApiException(Problem.UPLOAD_NOT_FOUND);
        }
        if (error instanceof ObjectMissingException) {
            return new ApiException(Problem.RESULT_NOT_READY);
        }
        if (error instanceof StoreFullException) {
            return new ApiException(Problem.STORE_FULL);
        }
        if (error instanceof StoreException) {
            return new ApiException(Problem.STORE_AWAY).retryAfter(SOON);
        }
        if (error instanceof PublishException) {
            return new ApiException(Problem.BROKER_AWAY).retryAfter(SOON);
        }
        if (DatabaseAway.is(error)) {
            return new ApiException(Problem.DATABASE_AWAY).retryAfter(SOON);
        }
        return new ApiException(Problem.INTERNAL);
    }

    private static Problem problemOf(int status) {
        return switch (status) {
            case 401 -> Problem.NOT_SIGNED_IN;
            case 403 -> Problem.FORBIDDEN;
            case 404 -> Problem.NOT_FOUND;
            case 405 -> Problem.METHOD_NOT_ALLOWED;
            case 413 -> Problem.TOO_LARGE;
            case 415 -> Problem.UNSUPPORTED_TYPE;
            case 416 -> Problem.RANGE_NOT_SATISFIABLE;
            default -> status < 500 ? Problem.INVALID_REQUEST : Problem.INTERNAL;
        };
    }

    /** The innermost cause says which value is wrong; what wraps it only says that something is. */
    private static String inputDetail(ServerWebInputException input) {
        Throwable cause = input.getCause();
        if (cause == null) {
            String reason = input.getReason();
            return reason == null ? Problem.INVALID_REQUEST.sentence() : reason;
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return firstLine(cause);
    }

    private static String firstLine(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? Problem.INVALID_REQUEST.sentence()
                : message.lines().findFirst().orElseThrow();
    }
}
