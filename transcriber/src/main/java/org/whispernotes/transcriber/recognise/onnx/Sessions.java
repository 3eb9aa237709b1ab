package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.OwnOperators;
import org.whispernotes.transcriber.model.graph.WhisperGraphs;

/** The loaded graphs of one model. */
record Sessions(OrtSession mel, OrtSession encoder, OrtSession decoder, OrtSession align) implements AutoCloseable {

    /**
     * @param threads of a decoder's step
     * @param encoderThreads of one encoding
     */
    static Sessions open(WhisperGraphs graphs, int threads, int encoderThreads) throws OrtException {
        try (OrtSession.SessionOptions encoding = options(encoderThreads);
                OrtSession.SessionOptions decoding = options(threads)) {
            // Windows have many lengths, and the runtime would keep a plan of its memory for each.
            encoding.setMemoryPatternOptimization(false);
            if (graphs.manifest().precision().ownOperators()) {
                OwnOperators.register(encoding);
                OwnOperators.register(decoding);
            }
            return new Sessions(
                    open(graphs.mel(), encoding),
                    open(graphs.encoder(), encoding),
                    open(graphs.decoder(), decoding),
                    open(graphs.align(), decoding));
        }
    }

    private static OrtSession.SessionOptions options(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // Waiting threads that spin take the cores from the other workers of the machine, and gain nothing here.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // The runtime's fused layer norm takes ten times as long as the sum and the norm by themselves.
        options.addConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion");
        return options;
    }

    private static OrtSession open(Path graph, OrtSession.SessionOptions options) throws OrtException {
        return OnnxEnvironment.get().createSession(graph.toString(), options);
    }

    @Override
    public void close() throws OrtException {
        mel.close();
        encoder.close();
        decoder.close();
        align.close();
    }
}
