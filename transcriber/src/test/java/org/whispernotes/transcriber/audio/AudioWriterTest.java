package org.whispernotes.transcriber.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.transcriber.testing.MemoryStore;

class AudioWriterTest {

    private static final int RATE = 16_000;

    private final MemoryStore store = new MemoryStore();
    private final UUID session = UUID.randomUUID();
    private final AudioWriter writer = new AudioWriter(store, session, 1);

    @Test
    void any_stretch_reads_back_as_it_was_written() {
        float[] audio = noise(150 * RATE);
        write(audio, null);

        StoredAudio stored = new StoredAudio(store, session, 1, 150, writer.channels());

        for (double start : new double[] {0, 0.5, 59.9, 60, 118.7, 149}) {
            float[] expected = Arrays.copyOfRange(audio, (int) Math.round(start * RATE), (int)
                    Math.min(audio.length, Math.round((start + 2.5) * RATE)));
            assertThat(stored.read(start, 2.5))
                    .hasSameSizeAs(expected)
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(expected);
        }
        assertThat(stored.read(0, 1_000)).hasSize(audio.length);
        assertThat(stored.read(200, 5)).isEmpty();
    }

    @Test
    void what_is_written_can_be_read_a_minute_later() {
        float[] audio = noise(61 * RATE);
        writer.accept(audio, null, audio.length);

        assertThat(writer.storedSeconds()).isEqualTo(60);
        assertThat(store.exists(ObjectKeys.audioPiece(session, 1, 0))).isTrue();
        assertThat(store.exists(ObjectKeys.audioPiece(session, 1, 1))).isFalse();
    }

    @Test
    void two_different_channels_come_back_apart() {
        float[] left = noise(70 * RATE);
        float[] right = new float[left.length];
        System.arraycopy(noise(10 * RATE), 0, right, 20 * RATE, 10 * RATE);
        float[] mix = new float[left.length];
        float[] side = new float[left.length];
        for (int i = 0; i < left.length; i++) {
            mix[i] = (left[i] + right[i]) / 2;
            side[i] = (left[i] - right[i]) / 2;
        }
        write(mix, side);

        StoredAudio stored = new StoredAudio(store, session, 1, 70, writer.channels());

        assertThat(writer.channels()).isEqualTo(2);
        assertThat(stored.readChannel(0, 59, 2)[RATE]).isCloseTo(left[60 * RATE], within(1e-4f));
        assertThat(stored.readChannel(1, 25, 1)[7]).isCloseTo(right[25 * RATE + 7], within(1e-4f));
        assertThat(stored.read(25, 1)[7]).isCloseTo(mix[25 * RATE + 7], within(1e-4f));
    }

    @Test
    void two_channels_that_say_the_same_are_kept_as_one() {
        float[] mix = noise(70 * RATE);
        float[] side = new float[mix.length];
        for (int i = 0; i < mix.length; i++) {
            side[i] = mix[i] * 0.01f;
        }
        write(mix, side);

        assertThat(writer.channels()).isEqualTo(1);
        assertThat(store.exists(ObjectKeys.audioSidePiece(session, 1, 0))).isFalse();
    }

    @Test
    void channels_that_come_apart_later_are_apart_from_then_on() {
        float[] mix = noise(130 * RATE);
        Arrays.fill(mix, 0, 50 * RATE, 0);
        float[] side = new float[mix.length];
        System.arraycopy(mix, 65 * RATE, side, 65 * RATE, 10 * RATE);
        write(mix, side);

        StoredAudio stored = new StoredAudio(store, session, 1, 130, writer.channels());

        assertThat(writer.channels()).isEqualTo(2);
        assertThat(stored.readChannel(0, 66, 1)[5]).isCloseTo(2 * mix[66 * RATE + 5], within(1e-4f));
        assertThat(stored.readChannel(1, 66, 1)[5]).isCloseTo(0, within(1e-4f));
        for (int second : new int[] {55, 125}) {
            assertThat(stored.readChannel(0, second, 1)[5])
                    .isEqualTo(stored.readChannel(1, second, 1)[5])
                    .isCloseTo(mix[second * RATE + 5], within(1e-4f));
        }
        assertThat(store.exists(ObjectKeys.audioSidePiece(session, 1, 0))).isFalse();
        assertThat(store.exists(ObjectKeys.audioSidePiece(session, 1, 2))).isFalse();
    }

    /** In blocks of odd lengths, as decoders hand them over. */
    private void write(float[] mix, float[] side) {
        int block = 7_001;
        for (int at = 0; at < mix.length; at += block) {
            int end = Math.min(mix.length, at + block);
            writer.accept(
                    Arrays.copyOfRange(mix, at, end),
                    side == null ? null : Arrays.copyOfRange(side, at, end),
                    end - at);
        }
        writer.finish();
    }

    private static float[] noise(int length) {
        Random random = new Random(length);
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        return samples;
    }
}
