package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.align.phone.PhoneAligner;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.graph.GraphCache;
import org.whispernotes.transcriber.model.graph.GraphPrecision;
import org.whispernotes.transcriber.model.graph.WhisperGraphs;
import org.whispernotes.transcriber.recognise.EngineDescription;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecognitionCancelledException;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;
import org.whispernotes.transcriber.recognise.WindowResult;

/**
 * Whisper on ONNX Runtime. Windows of all callers share one batch; the text of a window does not depend on its company.
 */
public final class OnnxRecogniser implements Recogniser {

    static final String ENGINE = "onnx";

    private static final long CANCELLATION_CHECK_MILLIS = 200;

    private final Engine engine;
    private final EngineDescription description;
    private final int longestStretch;
    private final Semaphore places;
    private final DecodingLoop loop;
    private final Thread thread;

    private OnnxRecogniser(Engine engine, EngineDescription description, OnnxSettings settings) {
        this.engine = engine;
        this.description = description;
        this.longestStretch = engine.shape().audioContext() * Encoder.FRAME;
        this.places = new Semaphore(settings.requests(), true);
        this.loop = new DecodingLoop(new WindowDecoding(engine, settings), engine.ahead(), engine.batch());
        this.thread = new Thread(loop, "whisper-" + description.model());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Loads a model, building its graphs at first use.
     *
     * @param model catalogue name
     * @param directory of the model, with its weights in {@code ct2} or {@code hf}
     * @param aligner betters word times
     * @param progress told what is being done where that takes long, a line each
     * @throws IOException when the model is missing or can't be read
     */
    public static OnnxRecogniser open(
            String model,
            Path directory,
            OnnxSettings settings,
            @Nullable PhoneAligner aligner,
            Consumer<String> progress)
            throws IOException {
        GraphPrecision precision = Processor.precision(settings.precision());
        WhisperGraphs graphs = GraphCache.open(directory, precision, progress);
        try {
            String version = OnnxEnvironment.get().getVersion();
            EngineDescription description = new EngineDescription(ENGINE, version, model, precision.label(), true);
            return new OnnxRecogniser(new Engine(graphs, settings, aligner), description, settings);
        } catch (OrtException e) {
            throw new IOException("the graphs in " + graphs.directory() + " can't be loaded", e);
        }
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public List<WindowResult> recognise(
            List<SpeechWindow> windows, RecognitionOptions options, RecognitionListener listener) {
        if (windows.isEmpty()) {
            return List.of();
        }
        requireKnown(options.language());
        Request request = new Request(windows, options, longestStretch);
        try {
            places.acquire();
            try {
                loop.submit(request);
                return collect(request, listener);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RecognitionCancelledException();
        } finally {
            request.cancel();
        }
    }

    private static List<WindowResult> collect(Request request, RecognitionListener listener)
            throws InterruptedException {
        WindowResult[] results = new WindowResult[request.windows().size()];
        int missing = results.length;
        while (missing > 0) {
            if (listener.isCancelled()) {
                throw new RecognitionCancelledException();
            }
            Request.Finished finished = request.results().poll(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            if (finished == null) {
                continue;
            }
            WindowResult result = finished.result();
            if (result == null) {
                throw new IllegalStateException("recognition failed", finished.failure());
            }
            results[finished.window()] = result;
            missing--;
            listener.onWindow(finished.window(), result);
        }
        return new ArrayList<>(Arrays.asList(results));
    }

    private void requireKnown(@Nullable String language) {
        if (language != null
                && engine.vocabulary().isMultilingual()
                && engine.vocabulary().language(language) == null) {
            throw new UnknownLanguageException(language);
        }
    }

    @Override
    public void close() {
        loop.close();
        try {
            thread.join();
            engine.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OrtException e) {
            throw new IllegalStateException("the model could not be released", e);
        }
    }
}
