package org.whispernotes.transcriber.recognise;

/** An engine: knows how to bring a model into memory. One bean per engine. */
public interface RecogniserLoader {

    /** Name in settings and results: {@code onnx}, {@code ggml}. */
    String engine();

    /** Whether this machine and the files on it allow it; cheap. */
    boolean canLoad(String model);

    /**
     * Loads the model, converting it first where that is needed.
     *
     * @throws org.whispernotes.transcriber.model.ModelMissingException when the files are not there
     */
    Recogniser load(String model);
}
