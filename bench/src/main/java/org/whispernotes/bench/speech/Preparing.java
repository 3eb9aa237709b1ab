package org.whispernotes.bench.speech;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.whispernotes.transcriber.model.GgmlModels;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.Recognisers;

/** Builds graphs and converts weights, so that no measurement pays for it; "file" is ignored. */
final class Preparing implements Measured {

    private final ApplicationContext context;

    Preparing(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public Map<String, Object> run(Path ignored) {
        ModelFiles files = context.getBean(ModelFiles.class);
        context.getBean(Recognisers.class).borrow(files.defaultModel()).close();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(
                "ggml",
                new GgmlModels(files).require(files.defaultModel()).file().toString());
        result.put(
                "weights", files.directory(files.defaultModel()).resolve("ct2").toString());
        return result;
    }
}
