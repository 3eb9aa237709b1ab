package org.whispernotes.transcriber.audio;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.transcriber.media.AudioSink;

/**
 * Stores audio while it is being decoded, in pieces of a minute: what is stored can be recognised while the rest is still
 * being decoded. The side channel is kept of those minutes in which left and right differ: a call may begin with a tone
 * or with silence on both sides.
 */
public final class AudioWriter implements AudioSink {

    /** Side against mix energy below which two channels are one (20 dB): encoders leave some difference. */
    private static final double SAME = 0.01;

    private final ObjectStore store;
    private final UUID sessionId;
    private final int run;
    private final PieceBuffer mix = new PieceBuffer();
    private @Nullable PieceBuffer side;
    private boolean differs;
    private int pieces;
    private long stored;

    public AudioWriter(ObjectStore store, UUID sessionId, int run) {
        this.store = store;
        this.sessionId = sessionId;
        this.run = run;
    }

    @Override
    public void accept(float[] mixed, float @Nullable [] sides, int count) {
        if (sides != null && side == null) {
            side = new PieceBuffer();
            side.silence(mix.length());
        }
        int from = 0;
        while (from < count) {
            int length = Math.min(count - from, mix.room());
            mix.put(mixed, from, length);
            PieceBuffer kept = side;
            if (kept != null) {
                if (sides == null) {
                    kept.silence(length);
                } else {
                    kept.put(sides, from, length);
                }
            }
            from += length;
            if (mix.room() == 0) {
                storePiece();
            }
        }
    }

    private void storePiece() {
        PieceBuffer both = side;
        if (both != null) {
            if (both.energy() > SAME * mix.energy()) {
                write(ObjectKeys.audioSidePiece(sessionId, run, pieces), both);
                differs = true;
            } else {
                both.clear();
            }
        }
        stored += mix.length();
        write(ObjectKeys.audioPiece(sessionId, run, pieces), mix);
        pieces++;
    }

    private void write(ObjectRef ref, PieceBuffer piece) {
        store.write(ref, piece.takeBytes(), "application/octet-stream", Map.of());
    }

    /** Stores the last piece. */
    public void finish() {
        if (mix.length() > 0) {
            storePiece();
        }
    }

    /** Up to here the audio is in the store. */
    public double storedSeconds() {
        return (double) stored / Pcm.SAMPLE_RATE;
    }

    /** 2 where left and right differ in any piece; final after {@link #finish}. */
    public int channels() {
        return differs ? 2 : 1;
    }
}
