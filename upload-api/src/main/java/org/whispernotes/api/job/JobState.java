package org.whispernotes.api.job;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.job.JobMessage.Progress;
import org.whispernotes.api.job.JobMessage.Status;
import org.whispernotes.api.queue.LiveProgress.Heard;
import org.whispernotes.api.session.Session;
import org.whispernotes.model.session.SessionStatus;

/** One progress over several sessions. */
final class JobState {

    private static final int NAMED_FAILURES = 5;

    private JobState() {}

    static Progress of(UUID job, List<Session> sessions, Map<UUID, Heard> live) {
        if (sessions.isEmpty()) {
            return Progress.refused(job, "The recordings of this job were deleted.");
        }
        double percent = sessions.stream()
                .mapToDouble(session -> percent(session, live.get(session.id())))
                .average()
                .orElse(0);
        Status status = status(sessions);
        return new Progress(job, Math.round(percent * 10) / 10.0, status, status.isEnd() ? error(sessions) : null);
    }

    /** What has ended counts as done, however it ended. */
    private static double percent(Session session, @Nullable Heard live) {
        if (session.status().isTerminal()) {
            return 100;
        }
        if (live == null || session.status() != SessionStatus.PROCESSING) {
            return session.percent();
        }
        return Math.max(session.percent(), live.percent());
    }

    private static Status status(List<Session> sessions) {
        if (sessions.stream().allMatch(session -> session.status().isTerminal())) {
            return count(sessions, SessionStatus.COMPLETED) > 0 ? Status.COMPLETED : Status.FAILED;
        }
        long waiting = count(sessions, SessionStatus.UPLOADING) + count(sessions, SessionStatus.QUEUED);
        return waiting == sessions.size() ? Status.QUEUED : Status.PROCESSING;
    }

    private static long count(List<Session> sessions, SessionStatus status) {
        return sessions.stream().filter(session -> session.status() == status).count();
    }

    private static @Nullable String error(List<Session> sessions) {
        long completed = count(sessions, SessionStatus.COMPLETED);
        long failed = count(sessions, SessionStatus.FAILED);
        if (failed == 0) {
            return completed == sessions.size() ? null : "The job was cancelled.";
        }
        String causes = sessions.stream()
                .filter(session -> session.status() == SessionStatus.FAILED)
                .limit(NAMED_FAILURES)
                .map(session -> session.filename() + ": " + session.errorMessage())
                .collect(Collectors.joining(" "));
        return failed + " of " + sessions.size() + " recordings failed. " + causes;
    }
}
