package org.whispernotes.transcriber.activity;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.work.Plan.Span;

/**
 * From frame probabilities to stretches of speech, by the rules of Silero's {@code get_speech_timestamps}: speech begins
 * at the threshold, ends after a pause below a lower one, short sounds are dropped, ends are padded, and what is too
 * long is cut. The cut is where speech was least likely in the second half, which needs the probabilities of the
 * current stretch only.
 */
final class SpeechSpans {

    static final int SAMPLE_RATE = 16_000;
    private static final double FRAME_SECONDS = (double) SpeechModel.FRAME_SAMPLES / SAMPLE_RATE;

    /** Silero's own: speech goes on until the probability is this much below the threshold. */
    private static final double HYSTERESIS = 0.15;

    private final double threshold;
    private final int minSpeechFrames;
    private final int minSilenceFrames;
    private final double pad;
    private final Consumer<Span> found;

    /** Probabilities since {@link #speechStart}; as long as speech may last. */
    private final float[] current;

    private long frame;
    private long speechStart = -1;
    private int quietFrames;
    private double lastEnd;
    private @Nullable Span waiting;

    SpeechSpans(ActivitySettings settings, Consumer<Span> found) {
        this.threshold = settings.threshold();
        this.minSpeechFrames = frames(ActivitySettings.seconds(settings.minSpeech()));
        this.minSilenceFrames = frames(ActivitySettings.seconds(settings.minSilence()));
        this.pad = ActivitySettings.seconds(settings.pad());
        this.current = new float[Math.max(4, frames(ActivitySettings.seconds(settings.maxSpeech()) - 2 * pad))];
        this.found = found;
    }

    private static int frames(double seconds) {
        return (int) Math.floor(seconds / FRAME_SECONDS);
    }

    void accept(float probability) {
        if (speechStart < 0 && probability >= threshold) {
            speechStart = frame;
            quietFrames = 0;
        }
        if (speechStart >= 0) {
            int length = (int) (frame - speechStart);
            current[length] = probability;
            if (probability >= threshold) {
                quietFrames = 0;
            } else if (quietFrames > 0 || probability < threshold - HYSTERESIS) {
                quietFrames++;
            }
            if (quietFrames > minSilenceFrames) {
                end(frame + 1 - quietFrames);
                speechStart = -1;
            } else if (length + 1 == current.length) {
                cut();
            }
        }
        frame++;
    }

    /** Ends the stretch at the least likely frame of its second half; the rest begins the next. */
    private void cut() {
        int least = current.length / 2;
        for (int i = least; i < current.length; i++) {
            if (current[i] < current[least]) {
                least = i;
            }
        }
        end(speechStart + least);
        int kept = current.length - least;
        System.arraycopy(current, least, current, 0, kept);
        speechStart += least;
    }

    private void end(long endFrame) {
        if (endFrame - speechStart > minSpeechFrames) {
            emit(speechStart * FRAME_SECONDS, endFrame * FRAME_SECONDS);
        }
    }

    /** Padding needs to know where the next stretch begins: two that are close share the pause between them. */
    private void emit(double start, double end) {
        Span before = waiting;
        double from = start - pad;
        if (before != null) {
            double middle = (before.end() + start) / 2;
            double until = Math.min(before.end() + pad, middle);
            pass(before.start(), until);
            from = Math.max(from, middle);
        }
        waiting = new Span(Math.max(0, Math.max(from, lastEnd)), end);
    }

    private void pass(double start, double end) {
        lastEnd = end;
        found.accept(new Span(round(start), round(end)));
    }

    private static double round(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /** @param duration of the recording: nothing lies beyond */
    void finish(double duration) {
        if (speechStart >= 0) {
            end(frame - quietFrames);
            speechStart = -1;
        }
        Span last = waiting;
        if (last != null) {
            // Rounded to milliseconds it must not end behind the recording.
            double wholeMillis = Math.floor(duration * 1000) / 1000;
            pass(last.start(), Math.min(wholeMillis, last.end() + pad));
            waiting = null;
        }
    }
}
