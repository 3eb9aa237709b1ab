package org.whispernotes.transcriber.recognise.onnx;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;

/**
 * What one pass over a stretch of audio wrote.
 *
 * @param language that the decoder was told
 * @param tokens text and timestamp tokens, and the end if it came
 * @param temperature it was sampled with
 * @param averageLogProbability per token, the end included
 * @param compressionRatio UTF-8 length over zlib length
 * @param noSpeechProbability 0..1
 * @param looped whether it was stopped for repeating itself
 * @param ended whether the model ended the text itself
 */
record Decoded(
        Stretch.Language language,
        List<Token> tokens,
        String text,
        double temperature,
        double averageLogProbability,
        double compressionRatio,
        double noSpeechProbability,
        boolean looped,
        boolean ended) {

    /**
     * A written token.
     *
     * @param id in the vocabulary
     * @param logProbability among the tokens that were allowed
     * @param query what the alignment heads asked for when they wrote it: heads x head width
     */
    record Token(int id, float logProbability, float[] query) {

        double probability() {
            return Math.exp(logProbability);
        }
    }

    /** UTF-8 length over zlib length; 0 for no text. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return 0;
        }
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] compressed = new byte[bytes.length + 64];
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(compressed);
            }
            return (double) bytes.length / length;
        } finally {
            deflater.end();
        }
    }
}
