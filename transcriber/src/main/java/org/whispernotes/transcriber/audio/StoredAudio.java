package org.whispernotes.transcriber.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.transcriber.speaker.AudioSource;

/** The stored audio of a run; each read is one request for just that range. */
public final class StoredAudio implements AudioSource {

    private final ObjectStore store;
    private final ObjectRef ref;
    private final double duration;

    /** @param duration seconds */
    public StoredAudio(ObjectStore store, ObjectRef ref, double duration) {
        this.store = store;
        this.ref = ref;
        this.duration = duration;
    }

    @Override
    public int sampleRate() {
        return Pcm.SAMPLE_RATE;
    }

    @Override
    public double duration() {
        return duration;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public float[] read(double start, double seconds) {
        long first = Math.max(0, Math.round(start * Pcm.SAMPLE_RATE));
        long last = Math.min(Math.round(duration * Pcm.SAMPLE_RATE), Math.round((start + seconds) * Pcm.SAMPLE_RATE));
        if (last <= first) {
            return new float[0];
        }
        int length = Math.toIntExact((last - first) * Pcm.SAMPLE_BYTES);
        try (InputStream in = store.open(ref, first * Pcm.SAMPLE_BYTES, length)) {
            byte[] bytes = in.readNBytes(length);
            return Pcm.decode(bytes, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + ref.path(), e);
        }
    }
}
