package org.whispernotes.api.upload;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.session.SessionView;
import org.whispernotes.api.session.SessionViews;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code POST /api/sessions}: recordings as a plain form, {@code curl -F file=@a.mp4 -F file=@b.m4a}. */
@RestController
class FormController {

    private final FormUploads forms;
    private final SessionViews views;

    FormController(FormUploads forms, SessionViews views) {
        this.forms = forms;
        this.views = views;
    }

    record Batch(UUID batchId, List<SessionView> sessions) {}

    @Operation(
            summary = "Upload one or more files as a form: one session each, one batch",
            description =
                    "Files in any field; options in the fields language, task, speakers, minSpeakers, maxSpeakers,"
                            + " prompt, hotwords (repeat it, or separate with commas), model, todosEngine, todosModel,"
                            + " todosInstructions, priority, label. Files are streamed to the store as they arrive.")
    @PostMapping(path = "/api/sessions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Batch> receive(User user, @RequestBody Flux<PartEvent> form) {
        return forms.receive(form, user, FormTerms.ANY)
                .flatMap(received ->
                        views.of(received.sessions()).map(sessions -> new Batch(received.batchId(), sessions)));
    }
}
