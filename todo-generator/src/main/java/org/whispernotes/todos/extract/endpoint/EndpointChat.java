package org.whispernotes.todos.extract.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;

/**
 * Any server that speaks {@code POST /v1/chat/completions} as OpenAI defined it: Ollama, vLLM, llama-server, a cloud.
 * Busy (429, 503 and other 5xx) and broken connections are tried again with growing waits; {@code Retry-After} is obeyed
 * up to a bound. Cancelling closes the connection, which makes these servers stop generating.
 */
public final class EndpointChat implements ChatModel {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointChat.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final EndpointSettings settings;
    private final String model;
    private final URI address;
    private final HttpClient http;
    private final Clock clock;
    private volatile Dialect dialect = Dialect.full();

    /** @throws IllegalArgumentException when the settings name no endpoint */
    public EndpointChat(EndpointSettings settings, Clock clock) {
        if (settings.url() == null) {
            throw new IllegalArgumentException("notes.todos.endpoint.url is not set");
        }
        this.settings = settings;
        this.clock = clock;
        model = settings.model();
        address = URI.create(settings.url().toString().replaceAll("/+$", "") + "/chat/completions");
        // HTTP/1.1: several of these servers stumble over the upgrade that the client offers otherwise.
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private EndpointChat(EndpointChat other, String model) {
        settings = other.settings;
        clock = other.clock;
        address = other.address;
        http = other.http;
        dialect = other.dialect;
        this.model = model;
    }

    @Override
    public Optional<ChatModel> withModel(String name) {
        return name.equals(settings.model()) || settings.models().contains(name)
                ? Optional.of(new EndpointChat(this, name))
                : Optional.empty();
    }

    @Override
    public EngineDescription engine() {
        return new EngineDescription("endpoint", model);
    }

    @Override
    public ChatReply complete(ChatRequest request, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException {
        String last = "no answer";
        for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
            Duration wait = Duration.ofSeconds(1L << Math.min(attempt - 1, 6));
            try {
                HttpResponse<String> response = send(request, cancellation);
                int status = response.statusCode();
                if (status == 200) {
                    return CompletionReader.read(response.body());
                }
                last = "HTTP " + status;
                boolean refused = status == 400 || status == 422;
                Optional<Dialect> other = refused ? dialect.after(response.body()) : Optional.empty();
                if (other.isPresent()) {
                    dialect = other.get();
                    LOG.info("{} does not take that; asking in another way: {}", address.getHost(), dialect);
                    attempt--;
                    continue;
                }
                if (status != 408 && status != 409 && status != 429 && status < 500) {
                    Reason reason = refused || status == 413 ? Reason.REPLY_UNUSABLE : Reason.ENGINE_AWAY;
                    throw new ExtractionException(
                            reason, last + " from " + address.getHost() + CompletionReader.errorOf(response.body()));
                }
                wait = RetryAfter.of(response, clock).orElse(wait);
            } catch (HttpTimeoutException e) {
                last = "no answer within " + settings.timeout().toMillis() / 1000.0 + " s";
            } catch (IOException e) {
                last = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            }
            if (attempt < settings.attempts()) {
                Duration pause = wait.compareTo(settings.longestWait()) > 0 ? settings.longestWait() : wait;
                LOG.info("{}: {}; trying again in {} s", address.getHost(), last, pause.toSeconds());
                pause(pause, cancellation);
            }
        }
        throw new ExtractionException(
                Reason.ENGINE_AWAY, "%s: %s after %d tries".formatted(address.getHost(), last, settings.attempts()));
    }

    private HttpResponse<String> send(ChatRequest request, Cancellation cancellation)
            throws IOException, ExtractionException, ExtractionCancelledException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        String key = settings.apiKey();
        if (key != null && !key.isBlank()) {
            builder.header("Authorization", "Bearer " + key);
        }
        byte[] body = Json.bytes(dialect.body(request, model, settings));
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                builder.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        try {
            while (true) {
                cancellation.check();
                try {
                    return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    LOG.trace("still generating: is it still wanted?");
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new ExtractionException(Reason.ENGINE_AWAY, "the request failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtractionCancelledException();
        } finally {
            answer.cancel(true);
        }
    }

    private static void pause(Duration pause, Cancellation cancellation) throws ExtractionCancelledException {
        long end = System.nanoTime() + pause.toNanos();
        try {
            while (System.nanoTime() < end) {
                cancellation.check();
                TimeUnit.NANOSECONDS.sleep(Math.min(LOOK.toNanos(), Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtractionCancelledException();
        }
    }
}
