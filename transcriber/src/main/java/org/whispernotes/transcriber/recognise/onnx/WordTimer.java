package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.align.WordAligner;
import org.whispernotes.transcriber.model.OnnxEnvironment;
import org.whispernotes.transcriber.model.graph.AlignmentHead;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/**
 * Times tokens from what the alignment heads asked for while the text was written: no second pass over the decoder is
 * needed, because the queries of a step are the same then and later.
 */
final class WordTimer {

    private final OrtSession session;
    private final List<AlignmentHead> heads;
    private final AudioPlaces places;
    private final boolean bytes;
    private final int headWidth;
    private final ByteBuffer keys;

    WordTimer(OrtSession session, WhisperShape shape, List<AlignmentHead> heads, AudioPlaces places, boolean bytes) {
        this.session = session;
        this.heads = heads;
        this.places = places;
        this.bytes = bytes;
        this.headWidth = shape.headWidth();
        long perHead = (long) shape.audioContext() * headWidth * (bytes ? 1 : Float.BYTES);
        this.keys = NativeBuffers.allocate(heads.size() * perHead);
    }

    /**
     * One span per token but the last.
     *
     * @param row of the decoder that still hears the audio
     * @param frames that hold audio, at least one
     */
    List<Span> time(int row, int frames, List<Decoded.Token> tokens) throws OrtException {
        keys.clear();
        for (AlignmentHead head : heads) {
            places.cache().readKeys(places.heard(row), head.layer(), head.head(), frames, keys);
        }
        ByteBuffer used = NativeBuffers.slice(keys, 0, keys.position());
        float[] queries = new float[heads.size() * tokens.size() * headWidth];
        for (int token = 0; token < tokens.size(); token++) {
            for (int head = 0; head < heads.size(); head++) {
                int to = (head * tokens.size() + token) * headWidth;
                System.arraycopy(tokens.get(token).query(), head * headWidth, queries, to, headWidth);
            }
        }
        float[] weights = new float[tokens.size() * frames];
        try (OnnxTensor query = OnnxTensor.createTensor(OnnxEnvironment.get(), FloatBuffer.wrap(queries), new long[] {
                    heads.size(), tokens.size(), headWidth
                });
                OnnxTensor key = Tensors.of(bytes, used, heads.size(), frames, headWidth);
                OrtSession.Result result = session.run(Map.of("queries", query, "keys", key))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(weights);
        }
        return WordAligner.align(weights, tokens.size(), frames);
    }
}
