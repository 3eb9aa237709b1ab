package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import org.whispernotes.transcriber.model.graph.WhisperGraphs;

/** The loaded graphs of one model. */
record Sessions(OrtSession mel, OrtSession encoder, OrtSession decoder, OrtSession align) implements AutoCloseable {

    static Sessions open(WhisperGraphs graphs, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Waiting threads that spin take the cores from the other workers of the machine, and gain nothing here.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new Sessions(
                    open(graphs.mel(), options),
                    open(graphs.encoder(), options),
                    open(graphs.decoder(), options),
                    open(graphs.align(), options));
        }
    }

    private static OrtSession open(Path graph, OrtSession.SessionOptions options) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(graph.toString(), options);
    }

    @Override
    public void close() throws OrtException {
        mel.close();
        encoder.close();
        decoder.close();
        align.close();
    }
}
