package org.whispernotes.transcriber.model.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.whispernotes.transcriber.model.OnnxEnvironment;

/**
 * Measures how large the encoder's activations grow, on 50 seconds of synthetic speech (flite and espeak-ng voices in
 * English, German, French and Spanish) that ship with the builder, clean and under noise. No recording that a test or
 * benchmark uses takes part.
 */
final class Calibration {

    private static final String AUDIO = "calibration.ulaw";
    private static final int WINDOW = 25 * 16_000;
    private static final int EDGE = 200;
    private static final int TAIL = 40;
    private static final float NOISE = 0.01f;
    private static final long SEED = 1;

    private Calibration() {}

    static Smoothing measure(WhisperWeights weights, Path scratch) throws IOException {
        Path mel = scratch.resolve("calibration-mel.onnx");
        Path encoder = scratch.resolve("calibration-encoder.onnx");
        MelGraph.write(weights.shape().melBins(), mel);
        EncoderGraph.writeObserving(weights, encoder);
        Map<String, float[]> maxima = new HashMap<>();
        OrtEnvironment environment = OnnxEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession melSession = environment.createSession(mel.toString(), options);
                OrtSession encoderSession = environment.createSession(encoder.toString(), options)) {
            for (float[] window : windows()) {
                try (OnnxTensor pcm = OnnxTensor.createTensor(
                                environment, FloatBuffer.wrap(window), new long[] {1, 1, window.length});
                        OrtSession.Result spectrum = melSession.run(Map.of("pcm", pcm));
                        OrtSession.Result observed = encoderSession.run(Map.of("mel", (OnnxTensor) spectrum.get(0)))) {
                    for (Map.Entry<String, OnnxValue> channel : observed) {
                        raise(maxima, channel.getKey(), (float[])
                                channel.getValue().getValue());
                    }
                }
            }
        } catch (OrtException e) {
            throw new IOException("the encoder could not be measured", e);
        }
        return new Smoothing(maxima);
    }

    private static void raise(Map<String, float[]> maxima, String name, float[] observed) {
        maxima.merge(name, observed, (before, now) -> {
            float[] larger = before.clone();
            for (int c = 0; c < larger.length; c++) {
                larger[c] = Math.max(larger[c], now[c]);
            }
            return larger;
        });
    }

    private static List<float[]> windows() {
        float[] speech = speech();
        List<float[]> windows = new ArrayList<>();
        Random random = new Random(SEED);
        for (float noise : new float[] {0, NOISE}) {
            for (int from = 0; from < speech.length; from += WINDOW) {
                float[] window = new float[EDGE + WINDOW + TAIL];
                for (int i = 0; i < WINDOW; i++) {
                    float sample = from + i < speech.length ? speech[from + i] : 0;
                    window[EDGE + i] = sample + noise * (float) random.nextGaussian();
                }
                windows.add(window);
            }
        }
        return windows;
    }

    private static float[] speech() {
        try (InputStream in = Calibration.class.getResourceAsStream(AUDIO)) {
            if (in == null) {
                throw new IllegalStateException(AUDIO + " is missing from the program");
            }
            byte[] bytes = in.readAllBytes();
            float[] speech = new float[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                speech[i] = muLaw(bytes[i]) / 32768f;
            }
            return speech;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ITU-T G.711 mu-law to linear. */
    private static int muLaw(byte code) {
        int inverted = ~code;
        int magnitude = (((inverted & 0x0f) << 3) + 132 << (inverted >> 4 & 7)) - 132;
        return (inverted & 0x80) == 0 ? magnitude : -magnitude;
    }
}
