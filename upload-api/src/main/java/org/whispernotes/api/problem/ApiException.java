package org.whispernotes.api.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.whispernotes.model.Problem;

/** A request that can't be served; becomes problem details with the problem's status, code and sentence. */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient Map<String, Object> properties = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public ApiException(Problem problem) {
        this(problem, problem.sentence());
    }

    /** @param detail what exactly, where more is known than the problem's own sentence */
    public ApiException(Problem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    /** Adds a member to the problem details. */
    public ApiException with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    /** Says when to come back ({@code Retry-After}). */
    public ApiException retryAfter(Duration delay) {
        return header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, delay.toSeconds())));
    }

    /** Adds a header to the answer. */
    public ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Problem problem() {
        return problem;
    }

    Map<String, Object> properties() {
        return properties;
    }

    /** What the answer's headers say beside the problem. */
    public Map<String, String> headers() {
        return headers;
    }
}
