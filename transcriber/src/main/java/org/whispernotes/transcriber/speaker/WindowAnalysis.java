package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Analyses a stretch of windows: who talks in each, and what their voices are like. */
final class WindowAnalysis {

    /** A voice that talks for less in a window says nothing about itself. */
    private static final double SHORTEST_VOICE = 0.25;
    /** With less speech of its own, a voice is embedded from overlapped speech too. */
    private static final double ENOUGH_ALONE = 0.5;
    /** Mel frames between two embeddings of one voice: half of what each hears. */
    private static final int PARTIAL_STEP = 80;
    /** Mean mel energy of speech at -30 dBFS, to which quieter voices are raised as in the embedding's training. */
    private static final float SPEECH_ENERGY = 0.15f;

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
        float[] mel = models.mel(samples);
        List<WindowScores> windows = new ArrayList<>(count);
        List<VoiceFrames> voices = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            WindowScores window = WindowScores.of(start + (long) w * step, scores, w * Frames.COUNT * Frames.SLOTS);
            windows.add(window);
            for (int slot = 0; slot < Frames.SLOTS; slot++) {
                VoiceFrames frames = collect(window, slot, firstWindow + w, mel, w * step);
                if (frames != null) {
                    voices.add(frames);
                }
            }
        }
        return new Heard(windows, embed(voices));
    }

    /**
     * The mel frames in which a voice is heard.
     *
     * @param energies frame by frame
     */
    private record VoiceFrames(int window, int slot, float weight, float[] energies) {

        int length() {
            return energies.length / SpeakerModels.MEL_BINS;
        }

        /** Embeddings of this voice; speech shorter than one is repeated to fill it. */
        int partials() {
            return Math.max(0, length() - SpeakerModels.PARTIAL) / PARTIAL_STEP + 1;
        }
    }

    private static @Nullable VoiceFrames collect(WindowScores window, int slot, int index, float[] mel, int offset) {
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
        int total = mel.length / SpeakerModels.MEL_BINS;
        int first = offset / SpeakerModels.MEL_HOP;
        int last = Math.min(total, first + Frames.WINDOW / SpeakerModels.MEL_HOP);
        float[] energies = new float[Math.max(0, last - first) * SpeakerModels.MEL_BINS];
        int length = 0;
        for (int t = first; t < last; t++) {
            int frame = Frames.at((long) t * SpeakerModels.MEL_HOP - offset);
            if (frame < 0
                    || frame >= Frames.COUNT
                    || !(onlyAlone ? window.alone(frame, slot) : window.active(frame, slot))) {
                continue;
            }
            for (int bin = 0; bin < SpeakerModels.MEL_BINS; bin++) {
                energies[length++] = mel[bin * total + t];
            }
        }
        if (length == 0) {
            return null;
        }
        float[] heard = Arrays.copyOf(energies, length);
        raise(heard);
        return new VoiceFrames(index, slot, (float) (onlyAlone ? seconds : seconds / 2), heard);
    }

    /** Makes quiet speech as loud as the embedding's training had it, in place; frame by frame. */
    static void raise(float[] energies) {
        double sum = 0;
        for (float energy : energies) {
            sum += energy;
        }
        double mean = sum / (energies.length / SpeakerModels.MEL_BINS);
        if (mean > 0 && mean < SPEECH_ENERGY) {
            float gain = (float) (SPEECH_ENERGY / mean);
            for (int i = 0; i < energies.length; i++) {
                energies[i] *= gain;
            }
        }
    }

    private List<LocalVoice> embed(List<VoiceFrames> voices) {
        int partial = SpeakerModels.PARTIAL * SpeakerModels.MEL_BINS;
        int count = voices.stream().mapToInt(VoiceFrames::partials).sum();
        if (count == 0) {
            return List.of();
        }
        float[] partials = new float[count * partial];
        int at = 0;
        for (VoiceFrames voice : voices) {
            for (int p = 0; p < voice.partials(); p++) {
                int from = p * PARTIAL_STEP * SpeakerModels.MEL_BINS;
                for (int i = 0; i < partial; i++) {
                    partials[at++] = voice.energies()[(from + i) % voice.energies().length];
                }
            }
        }
        float[] embeddings = models.embed(partials);
        List<LocalVoice> result = new ArrayList<>(voices.size());
        int next = 0;
        for (VoiceFrames voice : voices) {
            float[] mean = new float[SpeakerModels.EMBEDDING];
            for (int p = 0; p < voice.partials(); p++, next++) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += embeddings[next * mean.length + i];
                }
            }
            result.add(new LocalVoice(voice.window(), voice.slot(), voice.weight(), Vectors.unit(mean)));
        }
        return result;
    }
}
