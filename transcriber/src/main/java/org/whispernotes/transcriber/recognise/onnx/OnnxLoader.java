package org.whispernotes.transcriber.recognise.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.align.phone.PhoneAligner;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.Recogniser;
import org.whispernotes.transcriber.recognise.RecogniserLoader;

/** The {@code onnx} engine: graphs are built from the published weights at the first use of a model. */
public final class OnnxLoader implements RecogniserLoader {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxLoader.class);
    private static final String CTRANSLATE2 = "ct2/model.bin";
    private static final String HUGGING_FACE = "hf/model.safetensors";

    private final ModelFiles files;
    private final OnnxSettings settings;

    public OnnxLoader(ModelFiles files, OnnxSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    @Override
    public String engine() {
        return OnnxRecogniser.ENGINE;
    }

    @Override
    public boolean canLoad(String model) {
        return files.has(model, CTRANSLATE2) || files.has(model, HUGGING_FACE);
    }

    @Override
    public Recogniser load(String model) {
        files.require(model, files.has(model, HUGGING_FACE) ? HUGGING_FACE : CTRANSLATE2);
        Path directory = files.directory(model);
        try {
            PhoneAligner aligner =
                    settings.alignPhones() ? PhoneAligner.find(files).orElse(null) : null;
            return OnnxRecogniser.open(
                    model, directory, settings, aligner, line -> LOG.info("model {}: {}", model, line));
        } catch (IOException e) {
            throw new UncheckedIOException("model " + model + " in " + directory + " can't be loaded", e);
        }
    }
}
