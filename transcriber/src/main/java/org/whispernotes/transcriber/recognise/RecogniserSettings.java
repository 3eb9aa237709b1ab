package org.whispernotes.transcriber.recognise;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.transcriber.recogniser.*}.
 *
 * @param engine {@code onnx}, {@code ggml}, or {@code auto} for the best that machine and model allow
 * @param threads for one recognition; 0 takes the cores that this process may use
 * @param maxModels loaded at once
 */
@Validated
@ConfigurationProperties("notes.transcriber.recogniser")
public record RecogniserSettings(
        @NotBlank @DefaultValue("auto") String engine,
        @Min(0) @Max(256) @DefaultValue("0") int threads,
        @Min(1) @Max(16) @DefaultValue("1") int maxModels) {

    boolean isAuto() {
        return engine.equals("auto");
    }

    /** The threads that one recognition may use. A container's limit counts: the JVM reports it as its processors. */
    public int effectiveThreads() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors());
    }
}
