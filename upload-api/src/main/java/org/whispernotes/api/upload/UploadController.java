package org.whispernotes.api.upload;

import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.session.SessionView;
import org.whispernotes.api.session.SessionViews;
import org.whispernotes.api.user.User;
import reactor.core.publisher.Mono;

/** {@code /api/uploads}: large recordings in parts, resumable, straight to the store where it can be reached. */
@RestController
@RequestMapping("/api/uploads")
class UploadController {

    private final Uploads uploads;
    private final PartRelay partRelay;
    private final SessionViews views;

    UploadController(Uploads uploads, PartRelay partRelay, SessionViews views) {
        this.uploads = uploads;
        this.partRelay = partRelay;
        this.views = views;
    }

    record Complete(@Nullable List<PartTag> parts) {}

    record PartTag(int number, String etag) {}

    @Operation(summary = "Start an upload: answers with the addresses to PUT the parts to")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<UploadView> start(User user, @RequestBody NewUpload upload) {
        return uploads.start(upload, user);
    }

    @Operation(summary = "What is there and what is missing, to resume")
    @GetMapping("/{id}")
    Mono<UploadView> get(User user, @PathVariable UUID id) {
        return uploads.view(id, user);
    }

    @Operation(summary = "A part through the API, where the store can't be reached; Content-MD5 is checked")
    @PutMapping("/{id}/parts/{number}")
    Mono<PartTag> putPart(User user, @PathVariable UUID id, @PathVariable int number, ServerHttpRequest request) {
        return uploads.destination(id, user, number, request.getHeaders().getContentLength())
                .flatMap(destination -> partRelay.put(destination, request))
                .map(etag -> new PartTag(number, etag));
    }

    @Operation(summary = "All parts are there: put them together and queue the session")
    @PostMapping("/{id}/complete")
    Mono<SessionView> complete(
            User user, @PathVariable UUID id, @RequestBody(required = false) @Nullable Complete request) {
        return uploads.complete(id, user, request == null ? null : request.parts())
                .flatMap(views::of);
    }

    @Operation(summary = "Abort: parts and session are removed")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> abort(User user, @PathVariable UUID id) {
        return uploads.abort(id, user);
    }
}
