package org.whispernotes.bench.speech;

import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperSamplingStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.model.ModelFiles;

/** The whisper-jni library as its README uses it: samples in, text out, nothing around it. Decoding is not counted. */
final class WhisperJniMeasured implements Measured {

    private final WhisperJNI whisper;
    private final WhisperContext model;
    private final int threads;
    private final String language;

    WhisperJniMeasured(ApplicationContext context, int threads, @Nullable String language) throws IOException {
        ModelFiles files = context.getBean(ModelFiles.class);
        WhisperJNI.loadLibrary();
        WhisperJNI.setLibraryLogger(null);
        this.whisper = new WhisperJNI();
        this.model =
                whisper.init(new GgmlModels(files).require(files.defaultModel()).file());
        this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        this.language = language == null ? "auto" : language;
    }

    @Override
    public Map<String, Object> run(Path file) throws Exception {
        float[] samples = WavFile.read(file);
        WhisperFullParams parameters = new WhisperFullParams(WhisperSamplingStrategy.GREEDY);
        parameters.nThreads = threads;
        parameters.language = language;
        parameters.noContext = true;
        parameters.printProgress = false;
        parameters.printRealtime = false;
        parameters.printTimestamps = false;
        long begun = System.nanoTime();
        int answer = whisper.full(model, parameters, samples, samples.length);
        if (answer != 0) {
            throw new IllegalStateException("whisper-jni answers " + answer + " for " + file);
        }
        StringBuilder text = new StringBuilder();
        for (int segment = 0; segment < whisper.fullNSegments(model); segment++) {
            text.append(whisper.fullGetSegmentText(model, segment));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seconds", (System.nanoTime() - begun) / 1e9);
        result.put("audio_seconds", samples.length / 16_000.0);
        result.put("segments", text.toString().isBlank() ? 0 : 1);
        result.put("text", text.toString().strip());
        return result;
    }
}
