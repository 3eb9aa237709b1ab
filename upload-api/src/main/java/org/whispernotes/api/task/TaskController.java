package org.whispernotes.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.queue.QueueState;
import org.whispernotes.api.queue.QueueView;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.SessionActions;
import org.whispernotes.api.session.SessionViews;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.upload.FormFields;
import org.whispernotes.api.upload.FormTerms;
import org.whispernotes.api.upload.FormUploads;
import org.whispernotes.api.user.User;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.runtime.store.Documents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The queued protocol of transcription services: hand a file in, ask for the task until it is done. */
@RestController
class TaskController {

    private static final FormTerms ONE_FILE = new FormTerms(1, FormFields::options);

    private final FormUploads forms;
    private final Sessions sessions;
    private final SessionActions actions;
    private final SessionViews views;
    private final QueueState queue;
    private final Documents documents;

    TaskController(
            FormUploads forms,
            Sessions sessions,
            SessionActions actions,
            SessionViews views,
            QueueState queue,
            Documents documents) {
        this.forms = forms;
        this.sessions = sessions;
        this.actions = actions;
        this.views = views;
        this.queue = queue;
        this.documents = documents;
    }

    /**
     * @param queueLength tasks that wait for their turn
     * @param processing tasks whose turn has come
     * @param maxQueueSize more tasks, waiting or under way, are refused with 429
     * @param order in which waiting tasks get their turn: {@code fifo}, {@code lifo}, {@code priority} or {@code fair}
     * @param estimatedWait seconds until all of the caller's tasks are done; null when not known
     */
    record QueueStatus(
            @JsonProperty("queue_length") long queueLength,
            long processing,
            @JsonProperty("max_queue_size") int maxQueueSize,
            String order,

            @JsonProperty("estimated_wait") @JsonInclude @Nullable
            Double estimatedWait) {

        static QueueStatus of(QueueView queue) {
            return new QueueStatus(
                    queue.waiting(),
                    queue.active(),
                    queue.maxSize(),
                    queue.order().name().toLowerCase(Locale.ROOT),
                    queue.etaSeconds());
        }
    }

    @Operation(
            summary = "Hand in a recording as the form's file; the task is answered at once",
            description =
                    "The fields of POST /api/sessions are understood too. 429 with Retry-After when the queue is full.")
    @PostMapping(
            path = {"/transcribe/", "/transcribe"},
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<TaskView> transcribe(User user, @RequestBody Flux<PartEvent> form) {
        return forms.receive(form, user, ONE_FILE)
                .flatMap(received -> views.of(received.sessions().get(0)))
                .map(session -> TaskView.of(session, null));
    }

    @Operation(summary = "A task: where it stands, and the transcript once it is completed")
    @GetMapping("/task/{id}")
    Mono<TaskView> get(User user, @PathVariable String id) {
        return sessions.get(idOf(id), user)
                .flatMap(session -> views.of(session)
                        .flatMap(view -> result(session)
                                .map(transcript -> TaskView.of(view, transcript))
                                .defaultIfEmpty(TaskView.of(view, null))));
    }

    @Operation(summary = "Cancel a task, waiting or running; what is completed stays")
    @DeleteMapping("/task/{id}")
    Mono<TaskView> cancel(User user, @PathVariable String id) {
        return actions.cancel(idOf(id), user).flatMap(views::of).map(session -> TaskView.of(session, null));
    }

    @Operation(summary = "How much there is to do")
    @GetMapping("/queue/status")
    Mono<QueueStatus> queue(User user) {
        return queue.of(user).map(QueueStatus::of);
    }

    private Mono<Transcript> result(Session session) {
        return session.status() == SessionStatus.COMPLETED
                ? Mono.fromCallable(() -> documents.read(ObjectKeys.transcript(session.id()), Transcript.class))
                        .subscribeOn(Schedulers.boundedElastic())
                : Mono.empty();
    }

    static UUID idOf(String task) {
        try {
            return UUID.fromString(task);
        } catch (IllegalArgumentException e) {
            throw new ApiException(Problem.SESSION_NOT_FOUND, "There is no such task.");
        }
    }
}
