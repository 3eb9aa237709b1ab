package org.whispernotes.transcriber.recognise.ggml;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.recognise.EngineDescription;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecognitionCancelledException;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.RecognitionOptions;
import org.whispernotes.transcriber.recognise.SpeechWindow;
import org.whispernotes.transcriber.recognise.UnknownLanguageException;
import org.whispernotes.transcriber.recognise.WindowResult;

/**
 * Whisper by whisper.cpp: one context, one window at a time, no word times.
 *
 * <p>The encoder's context follows the window's length (it is 30 seconds otherwise, however short the window). OpenMP's
 * waiting threads burn the cores that others need unless the launcher sets {@code OMP_WAIT_POLICY=PASSIVE}.
 */
final class GgmlRecogniser implements Recogniser {

    static final String ENGINE = "ggml";

    /** Encoder positions of 30 seconds; one position is 20 ms. */
    private static final int FULL_CONTEXT = 1500;

    private static final int SAMPLES_PER_POSITION = 320;

    /** Whisper ends badly when the window fills its context to the brim. */
    private static final int SPARE_POSITIONS = 128;

    /** Below this the engine is not sure of the language, and the next window is asked again. */
    private static final double SURE_OF_LANGUAGE = 0.8;

    private final WhisperLibrary whisper;
    private final EngineDescription description;
    private final int threads;
    private final boolean multilingual;
    private @Nullable Pointer context;

    private GgmlRecogniser(WhisperLibrary whisper, Pointer context, EngineDescription description, int threads) {
        this.whisper = whisper;
        this.context = context;
        this.description = description;
        this.threads = threads;
        this.multilingual = whisper.whisper_is_multilingual(context) != 0;
    }

    static GgmlRecogniser load(Path file, String model, String quantization, int threads) {
        WhisperLibrary whisper = WhisperLibrary.load();
        Pointer defaults = whisper.whisper_context_default_params_by_ref();
        WhisperContextParams params = new WhisperContextParams(defaults);
        Pointer context = whisper.whisper_init_from_file_with_params(file.toString(), params);
        whisper.whisper_free_context_params(defaults);
        if (context == null) {
            throw new IllegalStateException("whisper.cpp can't load " + file + ": is it a ggml Whisper model?");
        }
        return new GgmlRecogniser(
                whisper,
                context,
                new EngineDescription(ENGINE, "whisper.cpp " + WhisperLibrary.VERSION, model, quantization, false),
                threads);
    }

    @Override
    public EngineDescription description() {
        return description;
    }

    @Override
    public synchronized List<WindowResult> recognise(
            List<SpeechWindow> windows, RecognitionOptions options, RecognitionListener listener) {
        Pointer open = context;
        if (open == null) {
            throw new IllegalStateException("the recogniser is closed");
        }
        String wanted = options.language();
        if (wanted != null && whisper.whisper_lang_id(wanted) < 0) {
            throw new UnknownLanguageException(wanted);
        }
        List<WindowResult> results = new ArrayList<>(windows.size());
        Language language = wanted == null ? null : new Language(wanted, 1);
        for (SpeechWindow window : windows) {
            if (language == null || language.probability() < SURE_OF_LANGUAGE) {
                language = detect(open, window);
            }
            WindowResult result = recognise(open, window, language, options, listener);
            results.add(result);
            listener.onWindow(results.size() - 1, result);
        }
        return List.copyOf(results);
    }

    private record Language(String code, double probability) {}

    private Language detect(Pointer open, SpeechWindow window) {
        if (!multilingual) {
            return new Language("en", 1);
        }
        check(whisper.whisper_pcm_to_mel(open, window.samples(), window.samples().length, threads), "hearing");
        float[] probabilities = new float[whisper.whisper_lang_max_id() + 1];
        int id = whisper.whisper_lang_auto_detect(open, 0, threads, probabilities);
        check(id, "telling the language");
        return new Language(whisper.whisper_lang_str(id), probabilities[id]);
    }

    private static void check(int code, String doing) {
        if (code < 0) {
            throw new IllegalStateException("whisper.cpp failed at " + doing + " (" + code + ")");
        }
    }

    /** Asked by whisper.cpp between graph nodes, so within milliseconds. */
    interface Abort extends Callback {
        boolean invoke(@Nullable Pointer data);
    }

    private WindowResult recognise(
            Pointer open,
            SpeechWindow window,
            Language language,
            RecognitionOptions options,
            RecognitionListener listener) {
        Abort abort = data -> listener.isCancelled();
        Pointer defaults = whisper.whisper_full_default_params_by_ref(WhisperFullParams.GREEDY);
        try (Memory code = text(language.code());
                Memory prompt = text(prompt(options))) {
            WhisperFullParams params = new WhisperFullParams(defaults);
            params.threads = threads;
            params.language = code;
            params.initialPrompt = prompt;
            params.translate = flag(options.task() == RecognitionOptions.Task.TRANSLATE);
            params.noContext = flag(true);
            params.printProgress = flag(false);
            params.printTimestamps = flag(false);
            params.audioContext =
                    Math.min(FULL_CONTEXT, window.samples().length / SAMPLES_PER_POSITION + SPARE_POSITIONS);
            params.abort = CallbackReference.getFunctionPointer(abort);
            int result = whisper.whisper_full(open, params, window.samples(), window.samples().length);
            if (listener.isCancelled()) {
                throw new RecognitionCancelledException();
            }
            check(-Math.abs(result), "recognition");
            Reference.reachabilityFence(abort);
        } finally {
            whisper.whisper_free_params(defaults);
        }
        return new WindowResult(segments(open, window), language.code(), language.probability(), Double.NaN);
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    private static String prompt(RecognitionOptions options) {
        String words = String.join(", ", options.hotwords());
        String prompt = options.prompt() == null ? "" : options.prompt();
        return (words.isEmpty() ? prompt : words + ". " + prompt).strip();
    }

    private List<RecognisedSegment> segments(Pointer open, SpeechWindow window) {
        List<RecognisedSegment> segments = new ArrayList<>();
        for (int i = 0; i < whisper.whisper_full_n_segments(open); i++) {
            String text = whisper.whisper_full_get_segment_text(open, i).strip();
            if (!text.isEmpty()) {
                segments.add(new RecognisedSegment(
                        seconds(window, whisper.whisper_full_get_segment_t0(open, i)),
                        seconds(window, whisper.whisper_full_get_segment_t1(open, i)),
                        text,
                        List.of(),
                        averageLogProbability(open, i),
                        compressionRatio(text),
                        0));
            }
        }
        return List.copyOf(segments);
    }

    /** whisper.cpp counts in centiseconds from the window's start, and may go beyond its end. */
    private static double seconds(SpeechWindow window, long centiseconds) {
        return Math.min(window.end(), window.start() + centiseconds / 100.0);
    }

    private double averageLogProbability(Pointer open, int segment) {
        int endOfText = whisper.whisper_token_eot(open);
        double sum = 0;
        int count = 0;
        for (int k = 0; k < whisper.whisper_full_n_tokens(open, segment); k++) {
            if (whisper.whisper_full_get_token_id(open, segment, k) < endOfText) {
                sum += Math.log(Math.max(1e-10, whisper.whisper_full_get_token_p(open, segment, k)));
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] block = new byte[bytes.length + 64];
            int compressed = deflater.deflate(block);
            return (double) bytes.length / compressed;
        } finally {
            deflater.end();
        }
    }

    @Override
    public synchronized void close() {
        Pointer open = context;
        context = null;
        if (open != null) {
            whisper.whisper_free(open);
        }
    }
}
