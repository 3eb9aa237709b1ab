package org.whispernotes.transcriber.speaker;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.whispernotes.model.session.SpeakerHint;

/**
 * Recordings with one speaker a side, as call recorders and two-microphone interviews make them: the channel says who
 * talks, better than any voice comparison could.
 */
final class ChannelSplit {

    private static final int SIDES = 2;
    /** Stretches that the decision listens to, spread over the recording. */
    private static final int PROBES = 60;

    private static final double PROBE_SECONDS = 5;
    /** Samples over which loudness is measured: 0.1 s. */
    private static final int BLOCK = Frames.SAMPLE_RATE / 10;
    /** Mean square below which nobody talks: -50 dBFS. */
    private static final double AUDIBLE = 1e-5;
    /** A side is heard alone when it has this many times the other's energy (10 dB). */
    private static final double DOMINANT = 10;
    /** The rest is both talking at once. */
    private static final double MOSTLY_ONE_SIDE = 0.8;
    /** Each side must talk this much, or one microphone was simply off. */
    private static final double LEAST_SIDE = 0.05;
    /** What leaks from the other side is at least this many times weaker (12 dB). */
    private static final double LEAK = 16;

    private final SpeakerModels models;
    private final SpeakerSettings settings;

    ChannelSplit(SpeakerModels models, SpeakerSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    /** Whether two speakers is an answer that the user allows. */
    static boolean fits(SpeakerHint hint) {
        Integer exactly = hint.count();
        Integer min = hint.min();
        Integer max = hint.max();
        return (exactly == null || exactly == SIDES) && (min == null || min <= SIDES) && (max == null || max >= SIDES);
    }

    static boolean isOneSpeakerEach(AudioSource audio, BooleanSupplier cancelled) {
        if (audio.channels() != SIDES) {
            return false;
        }
        int probes = (int) Math.max(1, Math.min(PROBES, audio.duration() / PROBE_SECONDS));
        double spacing = audio.duration() / probes;
        int left = 0;
        int right = 0;
        int audible = 0;
        for (int probe = 0; probe < probes; probe++) {
            throwIf(cancelled);
            float[] first = audio.readChannel(0, probe * spacing, PROBE_SECONDS);
            float[] second = audio.readChannel(1, probe * spacing, PROBE_SECONDS);
            for (int from = 0; from + BLOCK <= Math.min(first.length, second.length); from += BLOCK) {
                double one = energy(first, from, BLOCK);
                double other = energy(second, from, BLOCK);
                audible += Math.max(one, other) > AUDIBLE ? 1 : 0;
                left += one > AUDIBLE && one > DOMINANT * other ? 1 : 0;
                right += other > AUDIBLE && other > DOMINANT * one ? 1 : 0;
            }
        }
        return audible > 0
                && left + right >= MOSTLY_ONE_SIDE * audible
                && Math.min(left, right) >= LEAST_SIDE * audible;
    }

    /** Speech of each side, by the segmentation model, without what leaks in from the other. */
    DiarisationResult turns(AudioSource audio, BooleanSupplier cancelled) {
        int step = settings.step(audio.duration());
        long samples = Math.round(audio.duration() * Frames.SAMPLE_RATE);
        TurnBuilder builder = new TurnBuilder(SIDES, audio.duration());
        long start = 0;
        for (int window = 0; window == 0 || start + Frames.WINDOW - step < samples; window++, start += step) {
            throwIf(cancelled);
            float[] both = new float[SIDES * Frames.WINDOW];
            for (int side = 0; side < SIDES; side++) {
                float[] heard = audio.readChannel(
                        side, (double) start / Frames.SAMPLE_RATE, (double) Frames.WINDOW / Frames.SAMPLE_RATE);
                System.arraycopy(heard, 0, both, side * Frames.WINDOW, Math.min(heard.length, Frames.WINDOW));
            }
            builder.add(
                    WindowScores.of(start, sides(both), 0),
                    List.of(voice(window, 0), voice(window, 1)),
                    new int[][] {{0}, {1}});
        }
        return builder.result();
    }

    private static LocalVoice voice(int window, int side) {
        return new LocalVoice(window, side, 0, new float[0], List.of());
    }

    /** The probability of speech on each side, as if the sides were the first two speakers of one window. */
    private float[] sides(float[] both) {
        float[] scores = models.segment(both);
        float[] sides = new float[Frames.COUNT * Frames.SLOTS];
        for (int frame = 0; frame < Frames.COUNT; frame++) {
            int from = Math.min(Frames.WINDOW - BLOCK, frame * Frames.HOP);
            for (int side = 0; side < SIDES; side++) {
                double own = energy(both, side * Frames.WINDOW + from, BLOCK);
                double other = energy(both, (1 - side) * Frames.WINDOW + from, BLOCK);
                float anyone = 0;
                for (int slot = 0; slot < Frames.SLOTS; slot++) {
                    anyone = Math.max(anyone, scores[(side * Frames.COUNT + frame) * Frames.SLOTS + slot]);
                }
                sides[frame * Frames.SLOTS + side] = own * LEAK < other || own < AUDIBLE / LEAK ? 0 : anyone;
            }
        }
        return sides;
    }

    private static double energy(float[] samples, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += samples[i] * samples[i];
        }
        return sum / length;
    }

    private static void throwIf(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled while telling speakers apart");
        }
    }
}
