package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** How somebody's voice is from moment to moment, wherever they talk alone. */
final class Moments {

    /** Mel frames from one moment to the next where there is little talk. */
    static final int DENSE_STEP = 20;
    /** And where there is much. */
    static final int STEP = 40;

    /** Mel frames of a moment: 0.8 s, heard twice to fill an embedding. */
    private static final int LENGTH = SpeakerModels.PARTIAL / 2;
    /** Mel frames from a moment's first to its last; with longer pauses it is no moment. */
    private static final int LONGEST = LENGTH * 8 / 5;
    /** Seconds of audio read at once: the moments of so many fill one run of the model. */
    private static final double READ = 5;

    private final SpeakerModels models;
    private final AudioSource audio;
    private final BooleanSupplier cancelled;

    Moments(SpeakerModels models, AudioSource audio, BooleanSupplier cancelled) {
        this.models = models;
        this.audio = audio;
        this.cancelled = cancelled;
    }

    /** Of the recording, in seconds. */
    record Stretch(double start, double end) {

        double seconds() {
            return end - start;
        }
    }

    /** Takes moments in time order. */
    interface Listener {

        /**
         * @param time of the moment's middle
         * @return whether to go on
         */
        boolean hear(double time, float[] embedding);
    }

    static double seconds(int melFrames) {
        return (double) melFrames * SpeakerModels.MEL_HOP / Frames.SAMPLE_RATE;
    }

    /**
     * Where a speaker talks and nobody else does.
     *
     * @param turns in the order of their starts
     */
    static List<Stretch> alone(List<Turn> turns, String speaker) {
        List<Stretch> others = talk(turns, speaker);
        List<Stretch> alone = new ArrayList<>();
        int passed = 0;
        for (Turn turn : turns) {
            if (!turn.speaker().equals(speaker)) {
                continue;
            }
            while (passed < others.size() && others.get(passed).end() <= turn.start()) {
                passed++;
            }
            double start = turn.start();
            for (int i = passed; i < others.size() && others.get(i).start() < turn.end(); i++) {
                if (others.get(i).start() > start) {
                    alone.add(new Stretch(start, others.get(i).start()));
                }
                start = others.get(i).end();
            }
            if (start < turn.end()) {
                alone.add(new Stretch(start, turn.end()));
            }
        }
        return alone;
    }

    /** Where anybody else talks: what overlaps is one stretch, so that they are in the order of their ends, too. */
    private static List<Stretch> talk(List<Turn> turns, String except) {
        List<Stretch> talk = new ArrayList<>();
        for (Turn turn : turns) {
            if (turn.speaker().equals(except)) {
                continue;
            }
            int last = talk.size() - 1;
            if (last >= 0 && turn.start() <= talk.get(last).end()) {
                talk.set(
                        last,
                        new Stretch(
                                talk.get(last).start(), Math.max(talk.get(last).end(), turn.end())));
            } else {
                talk.add(new Stretch(turn.start(), turn.end()));
            }
        }
        return talk;
    }

    /** @param step mel frames from one moment to the next */
    void listen(List<Stretch> stretches, int step, Listener listener) {
        Talk talk = new Talk(step);
        for (Stretch stretch : stretches) {
            for (double from = stretch.start(); from < stretch.end(); from += READ) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled while telling speakers apart");
                }
                talk.add(from, models.mel(audio.read(from, Math.min(READ, stretch.end() - from))));
                if (!talk.pass(listener)) {
                    return;
                }
            }
        }
    }

    /** Mel frames of one stretch after the other that no moment was made of yet. */
    private final class Talk {

        private final int step;
        private float[] energies = new float[0];
        private double[] times = new double[0];

        Talk(int step) {
            this.step = step;
        }

        void add(double start, float[] mel) {
            int frames = mel.length / SpeakerModels.MEL_BINS;
            int before = times.length;
            times = Arrays.copyOf(times, before + frames);
            energies = Arrays.copyOf(energies, times.length * SpeakerModels.MEL_BINS);
            for (int t = 0; t < frames; t++) {
                times[before + t] = start + seconds(t);
                for (int bin = 0; bin < SpeakerModels.MEL_BINS; bin++) {
                    energies[(before + t) * SpeakerModels.MEL_BINS + bin] = mel[bin * frames + t];
                }
            }
        }

        boolean pass(Listener listener) {
            List<Integer> starts = new ArrayList<>();
            int from = 0;
            for (; from + LENGTH <= times.length; from += step) {
                if (times[from + LENGTH - 1] - times[from] <= seconds(LONGEST)) {
                    starts.add(from);
                }
            }
            int values = SpeakerModels.PARTIAL * SpeakerModels.MEL_BINS;
            float[] partials = new float[starts.size() * values];
            for (int i = 0; i < starts.size(); i++) {
                int first = starts.get(i) * SpeakerModels.MEL_BINS;
                float[] moment = Arrays.copyOfRange(energies, first, first + LENGTH * SpeakerModels.MEL_BINS);
                WindowAnalysis.raise(moment);
                System.arraycopy(moment, 0, partials, i * values, moment.length);
                System.arraycopy(moment, 0, partials, i * values + moment.length, moment.length);
            }
            float[] embeddings = models.embed(partials);
            for (int i = 0; i < starts.size(); i++) {
                int at = i * SpeakerModels.EMBEDDING;
                float[] embedding = Arrays.copyOfRange(embeddings, at, at + SpeakerModels.EMBEDDING);
                if (!listener.hear(times[starts.get(i) + LENGTH / 2], embedding)) {
                    return false;
                }
            }
            int done = Math.min(from, times.length);
            times = Arrays.copyOfRange(times, done, times.length);
            energies = Arrays.copyOfRange(energies, done * SpeakerModels.MEL_BINS, energies.length);
            return true;
        }
    }
}
