package org.whispernotes.todos.extract.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;

/**
 * llama.cpp in this process, held to the schema by a grammar. The model is loaded with the first request and answers one
 * at a time. A cancellation is seen between two tokens, so not while the prompt is being read.
 */
public final class GgufChat implements ChatModel {

    private static final Logger log = LoggerFactory.getLogger(GgufChat.class);
    private static final long LOOK_MILLIS = 100;

    private final GgufSettings settings;
    private final Path file;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable LlamaModel model;
    private volatile boolean closing;

    /**
     * @param scratch where the native library is unpacked
     * @throws IllegalArgumentException when the settings name no readable file
     */
    public GgufChat(GgufSettings settings, Path scratch) {
        if (settings.model() == null || !Files.isReadable(settings.model())) {
            throw new IllegalArgumentException("notes.todos.gguf.model names no readable file: " + settings.model());
        }
        this.settings = settings;
        file = settings.model();
        unpackInto(scratch.resolve("llama"));
    }

    /** The library cleans llama* files in the directory that it unpacks into, so it gets one of its own. */
    private static void unpackInto(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException("can't make " + directory + " for the native library", e);
        }
        if (System.getProperty("de.kherud.llama.tmpdir") == null) {
            System.setProperty("de.kherud.llama.tmpdir", directory.toString());
        }
    }

    @Override
    public EngineDescription engine() {
        return new EngineDescription("gguf", String.valueOf(file.getFileName()));
    }

    @Override
    public ChatReply complete(ChatRequest request, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException {
        awaitTurn(cancellation);
        try {
            return answer(loaded(), request, cancellation);
        } catch (RuntimeException e) { // the library's own exception is not public
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model failed on the request", e);
        } finally {
            turn.unlock();
        }
    }

    private ChatReply answer(LlamaModel llama, ChatRequest request, Cancellation cancellation)
            throws ExtractionCancelledException {
        InferenceParameters chat = new InferenceParameters("")
                .setMessages(request.system(), List.of(new Pair<>("user", request.user())))
                .setUseChatTemplate(true);
        String prompt = llama.applyTemplate(chat);
        if (llama.encode(prompt).length + request.maxTokens() > settings.context()) {
            return new ChatReply("", true);
        }
        InferenceParameters parameters = new InferenceParameters(prompt)
                .setGrammar(LlamaModel.jsonSchemaToGrammar(request.schema().toString()))
                .setTemperature(settings.temperature() / 100f)
                .setSeed(1)
                .setCachePrompt(true)
                .setNPredict(request.maxTokens());
        StringBuilder text = new StringBuilder();
        int tokens = 0;
        LlamaIterator outputs = llama.generate(parameters).iterator();
        while (outputs.hasNext()) {
            if (closing || cancellation.isCancelled()) {
                outputs.cancel();
                throw new ExtractionCancelledException();
            }
            LlamaOutput output = outputs.next();
            text.append(output.text);
            tokens++;
        }
        return new ChatReply(text.toString(), tokens >= request.maxTokens());
    }

    private LlamaModel loaded() throws ExtractionException {
        if (model == null) {
            try {
                model = new LlamaModel(new ModelParameters()
                        .setModel(file.toString())
                        .setCtxSize(settings.context())
                        .setThreads(settings.threadsOrDefault())
                        .setThreadsBatch(settings.threadsOrDefault())
                        .setGpuLayers(settings.gpuLayers())
                        .disableLog());
                log.info("loaded {}", file.getFileName());
            } catch (RuntimeException | UnsatisfiedLinkError e) {
                throw new ExtractionException(Reason.ENGINE_AWAY, file.getFileName() + " can't be loaded", e);
            }
        }
        return model;
    }

    private void awaitTurn(Cancellation cancellation) throws ExtractionCancelledException {
        try {
            while (!turn.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtractionCancelledException();
        }
    }

    /** Stops the answer under way first: the library crashes when the process ends while it computes. */
    @Override
    public void close() {
        closing = true;
        turn.lock();
        try {
            if (model != null) {
                model.close();
                model = null;
            }
        } finally {
            turn.unlock();
        }
    }
}
