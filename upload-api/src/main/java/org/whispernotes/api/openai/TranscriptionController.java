package org.whispernotes.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.result.TranscriptFormat;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.upload.FormTerms;
import org.whispernotes.api.upload.FormUploads;
import org.whispernotes.api.user.User;
import org.whispernotes.runtime.Json;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code POST /v1/audio/transcriptions} as OpenAI has it: a file goes in, and the answer is its transcript. The recording
 * is a session like any other; a client that goes away before the answer cancels it.
 */
@RestController
class TranscriptionController {

    private static final Logger log = LoggerFactory.getLogger(TranscriptionController.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final FormUploads forms;
    private final Transcriptions transcriptions;

    TranscriptionController(FormUploads forms, Transcriptions transcriptions) {
        this.forms = forms;
        this.transcriptions = transcriptions;
    }

    @Operation(
            summary = "Transcribe a file and wait for it, for clients of OpenAI",
            description = "Fields: file, model (OpenAI's names stand for the server's own), language, prompt,"
                    + " response_format json|text|srt|vtt|verbose_json, timestamp_granularities[] word|segment, stream."
                    + " With stream=true the text comes as server-sent events transcript.text.delta and"
                    + " transcript.text.done.")
    @PostMapping(path = "/v1/audio/transcriptions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<Void> transcribe(User user, @RequestBody Flux<PartEvent> form, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        AtomicReference<TranscriptionRequest> asked = new AtomicReference<>();
        FormTerms terms = new FormTerms(1, fields -> {
            TranscriptionRequest request = TranscriptionRequest.of(fields);
            asked.set(request);
            return request.options();
        });
        return forms.receive(form, user, terms)
                .flatMap(received -> answer(received.sessions().get(0), Objects.requireNonNull(asked.get()), response))
                .onErrorResume(e -> !response.isCommitted(), e -> refuse(e, response));
    }

    private Mono<Void> answer(Session session, TranscriptionRequest asked, ServerHttpResponse response) {
        if (asked.stream()) {
            return stream(session, response);
        }
        return transcriptions.finished(session).flatMap(transcript -> switch (asked.format()) {
            case JSON -> json(response, Map.of("text", transcript.text()));
            case VERBOSE_JSON -> json(response, VerboseTranscription.of(transcript, asked));
            case TEXT -> text(response, transcript.text() + "\n");
            case SRT -> text(response, TranscriptFormat.SRT.write(transcript));
            case VTT -> text(response, TranscriptFormat.VTT.write(transcript));
        });
    }

    private Mono<Void> stream(Session session, ServerHttpResponse response) {
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(new MediaType("text", "event-stream"));
        headers.setCacheControl("no-store");
        headers.set("X-Accel-Buffering", "no");
        Flux<String> events = transcriptions
                .pieces(session)
                .map(TranscriptionController::event)
                .concatWithValues("data: [DONE]\n\n")
                .onErrorResume(e -> Flux.just("data: " + Json.text(OpenAiError.of(e)) + "\n\n"));
        Flux<String> alive = events.publish(all -> all.mergeWith(Flux.interval(SIGN_OF_LIFE)
                .onBackpressureDrop()
                .map(n -> ": still at it\n\n")
                .takeUntilOther(all.ignoreElements())));
        return response.writeAndFlushWith(alive.map(
                event -> Mono.<DataBuffer>just(response.bufferFactory().wrap(event.getBytes(UTF_8)))));
    }

    private record Delta(String type, String delta) {}

    private record Done(String type, String text) {}

    private static String event(Transcriptions.Piece piece) {
        Object data = piece.isLast()
                ? new Done("transcript.text.done", piece.text())
                : new Delta("transcript.text.delta", piece.text());
        return "data: " + Json.text(data) + "\n\n";
    }

    private static Mono<Void> json(ServerHttpResponse response, Object body) {
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        return write(response, Json.bytes(body));
    }

    private static Mono<Void> text(ServerHttpResponse response, String body) {
        response.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, UTF_8));
        return write(response, body.getBytes(UTF_8));
    }

    private static Mono<Void> write(ServerHttpResponse response, byte[] body) {
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static Mono<Void> refuse(Throwable failure, ServerHttpResponse response) {
        OpenAiError error = OpenAiError.of(failure);
        if (error.status() >= 500) {
            log.warn("a transcription request failed: {}", error.error().code(), failure);
        }
        if (failure instanceof ApiException told) {
            told.headers().forEach(response.getHeaders()::set);
        }
        response.setStatusCode(HttpStatusCode.valueOf(error.status()));
        return json(response, error);
    }
}
