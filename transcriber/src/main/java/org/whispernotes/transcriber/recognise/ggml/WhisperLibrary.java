package org.whispernotes.transcriber.recognise.ggml;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.github.givimad.whisperjni.WhisperJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we use of {@code whisper.h} 1.7.1, the version inside whisper-jni 1.7.1. whisper-jni unpacks and loads the native
 * library that suits the processor; calling it directly gives the language, token probabilities and a way to stop, which
 * whisper-jni's own classes do not.
 */
interface WhisperLibrary extends Library {

    String VERSION = "1.7.1";

    Pointer whisper_context_default_params_by_ref();

    @Nullable
    Pointer whisper_init_from_file_with_params(String path, WhisperContextParams params);

    void whisper_free(Pointer context);

    void whisper_free_context_params(Pointer params);

    void whisper_free_params(Pointer params);

    int whisper_is_multilingual(Pointer context);

    int whisper_lang_max_id();

    int whisper_lang_id(String language);

    String whisper_lang_str(int id);

    int whisper_pcm_to_mel(Pointer context, float[] samples, int count, int threads);

    int whisper_lang_auto_detect(Pointer context, int offsetMs, int threads, float[] probabilities);

    Pointer whisper_full_default_params_by_ref(int strategy);

    int whisper_full(Pointer context, WhisperFullParams params, float[] samples, int count);

    int whisper_full_n_segments(Pointer context);

    long whisper_full_get_segment_t0(Pointer context, int segment);

    long whisper_full_get_segment_t1(Pointer context, int segment);

    String whisper_full_get_segment_text(Pointer context, int segment);

    int whisper_full_n_tokens(Pointer context, int segment);

    int whisper_full_get_token_id(Pointer context, int segment, int token);

    float whisper_full_get_token_p(Pointer context, int segment, int token);

    int whisper_token_eot(Pointer context);

    /** Loads the native library once a process. */
    static WhisperLibrary load() {
        return Loaded.LIBRARY;
    }

    /** Whether this machine has one. */
    static boolean isSupported() {
        return Platform.isLinux() || Platform.isMac();
    }

    /** Holds the one binding. */
    final class Loaded {
        private static final WhisperLibrary LIBRARY = bind();

        private Loaded() {}

        private static WhisperLibrary bind() {
            try {
                WhisperJNI.loadLibrary();
                WhisperJNI.setLibraryLogger(null);
            } catch (IOException e) {
                throw new UncheckedIOException("whisper.cpp can't be loaded on this machine", e);
            }
            // Loaded above under this very name: the loader finds it again without a path.
            String name = Platform.isMac() ? "libwhisper.1.dylib" : "libwhisper.so.1";
            return Native.load(name, WhisperLibrary.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
        }
    }
}
