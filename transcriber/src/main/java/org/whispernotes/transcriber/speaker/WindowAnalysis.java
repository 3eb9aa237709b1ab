package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Analyses a stretch of windows: who talks in each, and what their voices are like. */
final class WindowAnalysis {

    /** A voice that talks for less in a window says nothing about itself. */
    private static final double SHORTEST_VOICE = 0.25;
    /** With less speech of its own, a voice is embedded from overlapped speech too. */
    private static final double ENOUGH_ALONE = 0.5;
    /** Frames of features without which nothing can be said of a voice. */
    private static final int FEWEST = 10;
    /** What a second in which others talk as well counts. */
    private static final double OVERLAPPED = 0.5;

    /** Of all frames of two pieces those that both have, from which on they sound alike. */
    static final double MOSTLY_THE_SAME = 0.8;

    private static final double FRAME_SECONDS = (double) SpeakerModels.HOP / Frames.SAMPLE_RATE;

    private final SpeakerModels models;

    WindowAnalysis(SpeakerModels models) {
        this.models = models;
    }

    /** What was heard in a stretch of windows. */
    record Heard(List<WindowScores> windows, List<LocalVoice> voices) {}

    /**
     * @param samples all windows' audio
     * @param start of the samples in the recording, in samples
     * @param firstWindow index of the first window
     * @param step samples from one window to the next
     */
    Heard analyse(float[] samples, long start, int firstWindow, int count, int step) {
        float[] batch = new float[count * Frames.WINDOW];
        for (int w = 0; w < count; w++) {
            int length = Math.max(0, Math.min(Frames.WINDOW, samples.length - w * step));
            System.arraycopy(samples, Math.min(samples.length, w * step), batch, w * Frames.WINDOW, length);
        }
        float[] scores = models.segment(batch);
        Listening listening = new Listening(models.features(samples));
        List<WindowScores> windows = new ArrayList<>(count);
        List<LocalVoice> voices = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            WindowScores window = WindowScores.of(start + (long) w * step, scores, w * Frames.COUNT * Frames.SLOTS);
            windows.add(window);
            for (int slot = 0; slot < Frames.SLOTS; slot++) {
                LocalVoice voice = listening.hear(window, slot, firstWindow + w, w * step);
                if (voice != null) {
                    voices.add(voice);
                }
            }
        }
        return new Heard(windows, voices);
    }

    /** The voices of one stretch; what two windows hear alike is listened to once. */
    private final class Listening {

        private final float[] features;
        private final int total;
        private final Map<Integer, List<Said>> known = new HashMap<>();

        Listening(float[] features) {
            this.features = features;
            this.total = features.length / SpeakerModels.BANDS;
        }

        /** @param frames of features, in order */
        private record Said(int[] frames, float[] embedding, byte[] coded) {}

        @Nullable
        LocalVoice hear(WindowScores window, int slot, int index, int offset) {
            int active = 0;
            int alone = 0;
            for (int frame = 0; frame < Frames.COUNT; frame++) {
                active += window.active(frame, slot) ? 1 : 0;
                alone += window.alone(frame, slot) ? 1 : 0;
            }
            if (active * Frames.SECONDS < SHORTEST_VOICE) {
                return null;
            }
            double seconds = alone * Frames.SECONDS;
            boolean onlyAlone = seconds >= ENOUGH_ALONE;
            int[] heard = heard(window, slot, offset, onlyAlone);
            if (heard.length < FEWEST) {
                return null;
            }
            List<int[]> cut = Pieces.of(heard);
            double share = onlyAlone ? 1 : OVERLAPPED;
            float[] whole = new float[SpeakerModels.EMBEDDING];
            List<Piece> pieces = new ArrayList<>();
            for (int p = 0; p < cut.size(); p++) {
                int[] frames = cut.get(p);
                Said said = said(frames);
                Vectors.add(whole, said.embedding(), frames.length);
                int end = p + 1 == cut.size() ? Frames.COUNT : between(frames, cut.get(p + 1), offset);
                pieces.add(new Piece(end, (float) (frames.length * FRAME_SECONDS * share), said.coded()));
            }
            return new LocalVoice(index, slot, (float) (seconds * share), Vectors.unit(whole), pieces);
        }

        /** The window's frame in the middle between two pieces. */
        private static int between(int[] piece, int[] next, int offset) {
            int last = SpeakerModels.middle(piece[piece.length - 1]);
            return Frames.at((last + SpeakerModels.middle(next[0])) / 2L - offset);
        }

        /** The frames of features in which a voice is heard. */
        private int[] heard(WindowScores window, int slot, int offset, boolean onlyAlone) {
            int first = offset / SpeakerModels.HOP;
            int last = Math.min(total, first + Frames.WINDOW / SpeakerModels.HOP);
            int[] frames = new int[Math.max(0, last - first)];
            int length = 0;
            for (int t = first; t < last; t++) {
                int frame = Frames.at((long) SpeakerModels.middle(t) - offset);
                if (frame >= 0
                        && frame < Frames.COUNT
                        && (onlyAlone ? window.alone(frame, slot) : window.active(frame, slot))) {
                    frames[length++] = t;
                }
            }
            return Arrays.copyOf(frames, length);
        }

        private Said said(int[] frames) {
            List<Said> alike = known.computeIfAbsent(Pieces.cell(frames), cell -> new ArrayList<>());
            for (Said other : alike) {
                if (Pieces.overlap(other.frames(), frames) >= MOSTLY_THE_SAME) {
                    return other;
                }
            }
            float[] heard = new float[frames.length * SpeakerModels.BANDS];
            for (int i = 0; i < frames.length; i++) {
                for (int band = 0; band < SpeakerModels.BANDS; band++) {
                    heard[i * SpeakerModels.BANDS + band] = features[band * total + frames[i]];
                }
            }
            float[] embedding = models.embed(heard);
            Said said = new Said(frames, embedding, Piece.coded(embedding));
            alike.add(said);
            return said;
        }
    }
}
