package org.whispernotes.transcriber.speaker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Audio and models for tests. */
final class Recordings {

    private Recordings() {}

    /** Samples in memory; one array a channel. */
    record InMemory(float[]... sides) implements AudioSource {

        @Override
        public int sampleRate() {
            return Frames.SAMPLE_RATE;
        }

        @Override
        public double duration() {
            return (double) sides[0].length / Frames.SAMPLE_RATE;
        }

        @Override
        public int channels() {
            return sides.length;
        }

        @Override
        public float[] read(double start, double seconds) {
            float[] mix = readChannel(0, start, seconds);
            for (int side = 1; side < sides.length; side++) {
                float[] other = readChannel(side, start, seconds);
                for (int i = 0; i < mix.length; i++) {
                    mix[i] += other[i];
                }
            }
            return mix;
        }

        @Override
        public float[] readChannel(int channel, double start, double seconds) {
            int from = (int) Math.round(start * Frames.SAMPLE_RATE);
            int to = Math.min(sides[channel].length, (int) Math.round((start + seconds) * Frames.SAMPLE_RATE));
            return from >= to ? new float[0] : Arrays.copyOfRange(sides[channel], from, to);
        }
    }

    /** Three synthetic voices, 22.8 s: awb, slt, rms, awb, rms, slt, awb. */
    static float[] meeting() {
        URL file = Objects.requireNonNull(Recordings.class.getResource("meeting.wav"));
        AudioFormat linear = new AudioFormat(Frames.SAMPLE_RATE, 16, 1, true, false);
        try (AudioInputStream in = AudioSystem.getAudioInputStream(linear, AudioSystem.getAudioInputStream(file))) {
            ShortBuffer shorts = ByteBuffer.wrap(in.readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer();
            float[] samples = new float[shorts.remaining()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = shorts.get(i) / 32768f;
            }
            return samples;
        } catch (IOException | UnsupportedAudioFileException e) {
            throw new AssertionError("meeting.wav can't be read", e);
        }
    }

    static float[] noise(double seconds, double level, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) (seconds * Frames.SAMPLE_RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextGaussian() * level);
        }
        return samples;
    }

    /** The samples between two times; silence elsewhere. */
    static float[] only(float[] samples, double... fromTo) {
        float[] kept = new float[samples.length];
        for (int i = 0; i < fromTo.length; i += 2) {
            int from = (int) (fromTo[i] * Frames.SAMPLE_RATE);
            int to = (int) (fromTo[i + 1] * Frames.SAMPLE_RATE);
            System.arraycopy(samples, from, kept, from, to - from);
        }
        return kept;
    }

    static Path segmentation() {
        return model("pyannote-segmentation", "pytorch_model.bin");
    }

    static Path embedding() {
        return model("campplus", "campplus_cn_en_common.pt");
    }

    static OnnxDiariser diariser(SpeakerSettings settings) {
        Path segmentation = segmentation();
        Path embedding = embedding();
        return new OnnxDiariser(() -> segmentation, () -> embedding, settings);
    }

    private static Path model(String name, String file) {
        Path directory = Optional.ofNullable(System.getenv("NOTES_MODELS_DIR"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache", "whisper-notes", "models"));
        Path path = directory.resolve(name).resolve(file);
        assumeTrue(Files.exists(path), () -> path + " is not installed");
        return path;
    }
}
