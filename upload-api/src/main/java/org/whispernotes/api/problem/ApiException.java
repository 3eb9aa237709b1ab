package org.whispernotes.api.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Problem;

/** A request that can't be served; becomes problem details with the problem's status, code and sentence. */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient Map<String, Object> properties = new LinkedHashMap<>();
    private @Nullable Duration retryAfter;

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
        this.retryAfter = delay;
        return this;
    }

    public Problem problem() {
        return problem;
    }

    Map<String, Object> properties() {
        return properties;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
