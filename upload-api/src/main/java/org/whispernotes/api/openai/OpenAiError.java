package org.whispernotes.api.openai;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.problem.Failures;
import org.whispernotes.api.session.Session;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;

/** An error in the words of OpenAI's clients. They try again by themselves on 409, 429 and from 500 on. */
record OpenAiError(Detail error, @JsonIgnore int status) {

    /** @param code stable, as in problem details */
    @JsonInclude
    record Detail(String message, String type, @Nullable String param, String code) {}

    /** The session ended otherwise than with a transcript. */
    static final class EndedWithout extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable Session session;

        EndedWithout(@Nullable Session session) {
            super("no transcript");
            this.session = session;
        }
    }

    static OpenAiError of(Throwable failure) {
        if (failure instanceof EndedWithout ended) {
            return of(ended.session);
        }
        ApiException told = Failures.asApiException(failure);
        return of(
                told.problem().httpStatus(),
                String.valueOf(told.getMessage()),
                told.problem().code());
    }

    private static OpenAiError of(@Nullable Session session) {
        if (session == null || session.status() == SessionStatus.CANCELLED) {
            // Not 409: nobody wants what was cancelled to be tried again.
            return of(400, "The transcription was cancelled.", "cancelled");
        }
        String code = session.errorCode() == null ? Problem.INTERNAL.code() : session.errorCode();
        int status = Arrays.stream(Problem.values())
                .filter(problem -> problem.code().equals(code))
                .mapToInt(Problem::httpStatus)
                .findFirst()
                .orElse(Problem.INTERNAL.httpStatus());
        return of(status, String.valueOf(session.errorMessage()), code);
    }

    private static OpenAiError of(int status, String message, String code) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        return new OpenAiError(new Detail(message, type, null, code), status);
    }
}
