package org.whispernotes.transcriber.audio;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.transcriber.speaker.AudioSource;

/**
 * The stored audio of a run. The last few pieces stay in memory (a minute each, 2 MB), so that neighbouring reads cost
 * one request a minute of audio.
 */
public final class StoredAudio implements AudioSource {

    private static final int KEPT_PIECES = 4;

    private final ObjectStore store;
    private final UUID sessionId;
    private final int run;
    private final double duration;
    private final int channels;
    private final Map<ObjectRef, byte[]> kept = new LinkedHashMap<>(8, 0.75f, true);

    /**
     * @param duration seconds
     * @param channels 2 where the side channel was kept of any piece
     */
    public StoredAudio(ObjectStore store, UUID sessionId, int run, double duration, int channels) {
        this.store = store;
        this.sessionId = sessionId;
        this.run = run;
        this.duration = duration;
        this.channels = channels;
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
        return channels;
    }

    @Override
    public float[] read(double start, double seconds) {
        return read(start, seconds, 0);
    }

    @Override
    public float[] readChannel(int channel, double start, double seconds) {
        if (channels == 1) {
            return read(start, seconds, 0);
        }
        return read(start, seconds, channel == 0 ? 1 : -1);
    }

    /** @param sideFactor how much of the side channel is added to the mix */
    private float[] read(double start, double seconds, int sideFactor) {
        long first = Math.max(0, Math.round(start * Pcm.SAMPLE_RATE));
        long last = Math.min(Math.round(duration * Pcm.SAMPLE_RATE), Math.round((start + seconds) * Pcm.SAMPLE_RATE));
        float[] samples = new float[(int) Math.max(0, last - first)];
        int done = 0;
        while (done < samples.length) {
            int index = (int) ((first + done) / Pcm.PIECE_SAMPLES);
            int from = (int) ((first + done) % Pcm.PIECE_SAMPLES);
            byte[] mix = piece(ObjectKeys.audioPiece(sessionId, run, index));
            int count = Math.min(samples.length - done, Pcm.samples(mix) - from);
            if (count <= 0) {
                // The duration is rounded: the last piece may end a sample earlier.
                break;
            }
            Pcm.add(mix, from, count, 1, samples, done);
            if (sideFactor != 0) {
                byte[] side = sidePiece(ObjectKeys.audioSidePiece(sessionId, run, index));
                Pcm.add(side, from, Math.min(count, Pcm.samples(side) - from), sideFactor, samples, done);
            }
            done += count;
        }
        return samples;
    }

    /** Empty of a minute in which both sides are the same. */
    private synchronized byte[] sidePiece(ObjectRef ref) {
        if (!kept.containsKey(ref) && !store.exists(ref)) {
            keep(ref, new byte[0]);
        }
        return piece(ref);
    }

    private synchronized byte[] piece(ObjectRef ref) {
        byte[] known = kept.get(ref);
        if (known != null) {
            return known;
        }
        byte[] read = store.read(ref);
        keep(ref, read);
        return read;
    }

    private void keep(ObjectRef ref, byte[] samples) {
        kept.put(ref, samples);
        if (kept.size() > KEPT_PIECES) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
