package org.whispernotes.api.job;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.whispernotes.api.job.JobMessage.Progress;
import org.whispernotes.api.live.SessionNews;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.queue.Backlog;
import org.whispernotes.api.queue.LiveProgress;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.SessionActions;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.upload.NewSessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Jobs: batches over recordings that are already here. */
@Component
class Jobs {

    private final Sessions sessions;
    private final SessionActions actions;
    private final SessionChanges changes;
    private final Recordings recordings;
    private final Backlog backlog;
    private final LiveProgress live;
    private final SessionNews news;
    private final JobSettings settings;
    private final Clock clock;

    Jobs(
            Sessions sessions,
            SessionActions actions,
            SessionChanges changes,
            Recordings recordings,
            Backlog backlog,
            LiveProgress live,
            SessionNews news,
            JobSettings settings,
            Clock clock) {
        this.sessions = sessions;
        this.actions = actions;
        this.changes = changes;
        this.recordings = recordings;
        this.backlog = backlog;
        this.live = live;
        this.news = news;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A new job. Nothing happens unless all of its recordings are there. What is being transcribed already is waited for,
     * what is transcribed counts, what failed or was cancelled is tried again.
     */
    Mono<UUID> create(User user, List<String> videoIds, @Nullable String label) {
        if (videoIds.size() > settings.maxVideos()) {
            return Mono.error(new ApiException(
                    Problem.INVALID_REQUEST, "A job takes " + settings.maxVideos() + " recordings at most."));
        }
        UUID job = UUID.randomUUID();
        return Flux.fromIterable(videoIds)
                .concatMap(id -> recordings.find(id, user))
                .collectList()
                .flatMap(found -> {
                    long starts = found.stream().filter(Jobs::needsRun).count();
                    return backlog.requireRoom(Math.toIntExact(starts))
                            .then(sessions.insertBatch(job, user, label))
                            .thenMany(Flux.fromIterable(found))
                            .concatMap(recording -> take(job, recording, user))
                            .then(Mono.just(job));
                });
    }

    private static boolean needsRun(Recordings.Found found) {
        return !(found instanceof Recordings.Known known) || hasGivenUp(known.session());
    }

    private static boolean hasGivenUp(Session session) {
        return session.status() == SessionStatus.FAILED || session.status() == SessionStatus.CANCELLED;
    }

    private Mono<Void> take(UUID job, Recordings.Found found, User user) {
        if (found instanceof Recordings.Stored stored) {
            return changes.queueStored(NewSessions.stored(user, job, stored.recording(), clock.instant()))
                    .then();
        }
        Session known = ((Recordings.Known) found).session();
        Mono<Void> again =
                hasGivenUp(known) ? actions.retry(known.id(), user, null, null).then() : Mono.empty();
        return sessions.addToBatch(job, known.id()).then(again);
    }

    /** Where it stands now. */
    Mono<Progress> state(UUID job, User user) {
        return members(job, user).flatMap(members -> state(job, members));
    }

    /** Where it stands, now and at every change, until it has ended. */
    Flux<Progress> follow(UUID job, User user) {
        return members(job, user).flatMapMany(members -> {
            List<UUID> ids = members.stream().map(Session::id).toList();
            return news.watch(ids, () -> state(job, user))
                    .distinctUntilChanged()
                    .takeUntil(progress -> progress.status().isEnd());
        });
    }

    /** Stops what has not ended; cancelling what has ended changes nothing. */
    Mono<Progress> cancel(UUID job, User user) {
        return members(job, user)
                .flatMapMany(Flux::fromIterable)
                .concatMap(session -> changes.cancel(session.id()))
                .then(Mono.defer(() -> state(job, user)));
    }

    private Mono<Progress> state(UUID job, List<Session> members) {
        List<UUID> atWork = members.stream()
                .filter(session -> session.status() == SessionStatus.PROCESSING)
                .map(Session::id)
                .toList();
        return live.of(atWork).map(heard -> JobState.of(job, members, heard));
    }

    private Mono<List<Session>> members(UUID job, User user) {
        return sessions.ownsBatch(job, user)
                .filter(owns -> owns)
                .switchIfEmpty(Mono.error(() -> new ApiException(Problem.NOT_FOUND, "There is no such job.")))
                .then(sessions.ofBatch(job, user).collectList());
    }
}
