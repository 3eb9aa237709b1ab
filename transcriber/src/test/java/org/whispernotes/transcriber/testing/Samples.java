package org.whispernotes.transcriber.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.AudioSink;
import org.whispernotes.transcriber.media.MediaSettings;

/** The small recordings of this module: one sentence or two, 4.67 seconds, spoken by a synthetic voice. */
public final class Samples {

    public static final double SECONDS = 4.67;

    public static final String TEXT = "Good morning. The quarterly report is due on Friday. Please send it to Maria.";

    private Samples() {}

    public static byte[] bytes(String name) {
        return read(AudioDecoder.class, name);
    }

    /** A resource beside a class. */
    static byte[] read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Decoded, 16 kHz mono. */
    public static float[] samples(String name) {
        MemoryStore store = new MemoryStore();
        ObjectRef ref = store.put(name, bytes(name));
        Collector collector = new Collector();
        try {
            new AudioDecoder(store, new MediaSettings(Duration.ofHours(1)))
                    .decode(ref, collector, info -> {}, () -> false);
        } catch (IOException | RecordingProblemException e) {
            throw new IllegalStateException(e);
        }
        return collector.all();
    }

    /** Keeps what is decoded. */
    public static final class Collector implements AudioSink {
        private final List<float[]> blocks = new ArrayList<>();
        private int total;

        @Override
        public void accept(float[] samples, float @Nullable [] side, int count) {
            blocks.add(Arrays.copyOf(samples, count));
            total += count;
        }

        public float[] all() {
            float[] all = new float[total];
            int at = 0;
            for (float[] block : blocks) {
                System.arraycopy(block, 0, all, at, block.length);
                at += block.length;
            }
            return all;
        }

        public double seconds() {
            return total / 16_000.0;
        }
    }
}
