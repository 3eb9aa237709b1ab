package org.whispernotes.todos.extract.gguf;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.todos.gguf.*}.
 *
 * @param model a GGUF file with a chat template; null: none. Below some four billion parameters expect little
 * @param context tokens of prompt and answer together; a window that doesn't fit is halved
 * @param threads of computation; 0: half of the processors
 * @param gpuLayers layers on the GPU, where the library was built for one
 * @param temperature of sampling, in hundredths
 */
public record GgufSettings(
        @Nullable Path model,
        @DefaultValue("8192") @Min(512) @Max(1_000_000) int context,
        @DefaultValue("0") @Min(0) @Max(256) int threads,
        @DefaultValue("0") @Min(0) @Max(1000) int gpuLayers,
        @DefaultValue("10") @Min(0) @Max(200) int temperature) {

    int threadsOrDefault() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
