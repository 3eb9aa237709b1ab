package org.whispernotes.transcriber.direct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.model.Problem;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.RecogniserLoader;
import org.whispernotes.transcriber.recognise.RecogniserSettings;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One request, one transcript: for small recordings and for machines without broker and store. */
@RestController
final class DirectHttp {

    /** A form's other fields and the lines between its parts. */
    private static final int FORM_BYTES = 64 * 1024;

    private static final String RETRY_SECONDS = "10";

    private final DirectTranscription transcription;
    private final DirectSettings settings;
    private final RecogniserSettings recogniser;
    private final ModelFiles models;
    private final List<RecogniserLoader> loaders;
    private final Semaphore places;

    DirectHttp(
            DirectTranscription transcription,
            DirectSettings settings,
            RecogniserSettings recogniser,
            ModelFiles models,
            List<RecogniserLoader> loaders) {
        this.transcription = transcription;
        this.settings = settings;
        this.recogniser = recogniser;
        this.models = models;
        this.loaders = loaders;
        this.places = new Semaphore(settings.requests());
    }

    /** Waits and answers with the transcript. Who hangs up stops the work. */
    @PostMapping(path = "/transcribe/", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<Transcript> transcribe(
            ServerHttpRequest request,
            @RequestPart("file") FilePart file,
            @RequestPart(name = "language", required = false) @Nullable String language,
            @RequestPart(name = "task", required = false) @Nullable String task,
            @RequestPart(name = "prompt", required = false) @Nullable String prompt,
            @RequestPart(name = "model", required = false) @Nullable String model) {
        if (request.getHeaders().getContentLength() > settings.maxSize().toBytes() + FORM_BYTES) {
            return Mono.error(new TooLargeException());
        }
        SessionOptions options = new SessionOptions(language, task, null, prompt, null, model, null, null, null, null);
        return Mono.using(
                this::takePlace,
                place -> Mono.usingWhen(
                        Mono.fromCallable(() -> Files.createTempFile("direct-", ".upload"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        upload -> file.transferTo(upload)
                                .then(Mono.fromCallable(() -> transcribe(upload, file.filename(), options))
                                        .subscribeOn(Schedulers.boundedElastic())),
                        upload -> Mono.fromCallable(() -> Files.deleteIfExists(upload))
                                .subscribeOn(Schedulers.boundedElastic())),
                Semaphore::release);
    }

    private Semaphore takePlace() throws BusyException {
        if (!places.tryAcquire()) {
            throw new BusyException();
        }
        return places;
    }

    private Transcript transcribe(Path upload, String filename, SessionOptions options)
            throws RecordingProblemException, InterruptedException, IOException {
        if (Files.size(upload) > settings.maxSize().toBytes()) {
            throw new TooLargeException();
        }
        return transcription.transcribe(upload, filename, options);
    }

    @GetMapping("/health")
    ResponseEntity<Map<String, Object>> health() {
        String model = models.defaultModel();
        boolean ready = loaders.stream().anyMatch(loader -> loader.canLoad(model));
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", ready ? "healthy" : "unhealthy");
        health.put("model", model);
        if (!ready) {
            health.put("reason", Problem.MODEL_MISSING.sentence());
        }
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(health);
    }

    @GetMapping("/config")
    Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("model", models.defaultModel());
        config.put("engine", recogniser.engine());
        config.put("engines", loaders.stream().map(RecogniserLoader::engine).toList());
        config.put("threads", recogniser.effectiveThreads());
        config.put("max_file_bytes", settings.maxSize().toBytes());
        config.put("max_requests", settings.requests());
        return config;
    }

    /** More than {@code max-size}. */
    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** All places are taken. */
    private static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> recording(RecordingProblemException e) {
        return problem(e.problem(), e.getMessage());
    }

    @ExceptionHandler({TooLargeException.class, DataBufferLimitException.class})
    ResponseEntity<ProblemDetail> tooLarge() {
        return problem(
                Problem.TOO_LARGE,
                "The file is larger than the " + settings.maxSize().toMegabytes()
                        + " MB that are transcribed in one request.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(IllegalArgumentException e) {
        return problem(Problem.INVALID_REQUEST, e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> busy(BusyException e) {
        ResponseEntity<ProblemDetail> full = problem(Problem.QUEUE_FULL, null);
        return ResponseEntity.status(full.getStatusCode())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .body(full.getBody());
    }

    private static ResponseEntity<ProblemDetail> problem(Problem problem, @Nullable String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                HttpStatus.valueOf(problem.httpStatus()), detail == null ? problem.sentence() : detail);
        body.setProperty("code", problem.code());
        return ResponseEntity.status(problem.httpStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
