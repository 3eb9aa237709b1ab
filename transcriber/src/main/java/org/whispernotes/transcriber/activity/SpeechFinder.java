package org.whispernotes.transcriber.activity;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.whispernotes.model.work.Plan.Chunk;
import org.whispernotes.model.work.Plan.Span;

/**
 * Finds the speech in one recording as its audio comes in, and cuts it into chunks. Memory does not depend on the
 * recording's length; a chunk is handed on as soon as no later sound can change it.
 */
public final class SpeechFinder {

    /** In one call of the model: 4 s. Larger calls leave the processor's cache and are slower. */
    private static final int BLOCK_FRAMES = 128;

    private final SpeechModel model;
    private final SpeechModel.State state = new SpeechModel.State();
    private final SpeechSpans spans;
    private final ChunkPlanner chunks;
    private final float[] frames = new float[BLOCK_FRAMES * SpeechModel.INPUT_SAMPLES];
    private final float[] context = new float[SpeechModel.CONTEXT_SAMPLES];
    private int frame;
    private int sample = SpeechModel.CONTEXT_SAMPLES;
    private long total;
    private double speechSeconds;

    /**
     * @param window what a recogniser hears at once
     * @param chunks takes the chunks, in time order
     */
    SpeechFinder(SpeechModel model, ActivitySettings settings, Duration window, Consumer<Chunk> chunks) {
        this.model = model;
        this.chunks = new ChunkPlanner(settings, window, chunks);
        this.spans = new SpeechSpans(settings, this::accept);
    }

    private void accept(Span span) {
        speechSeconds += span.duration();
        chunks.accept(span);
    }

    /** Takes the next samples: 16 kHz mono. */
    public void accept(float[] samples, int count) {
        total += count;
        int from = 0;
        while (from < count) {
            int length = Math.min(count - from, SpeechModel.INPUT_SAMPLES - sample);
            System.arraycopy(samples, from, frames, frame * SpeechModel.INPUT_SAMPLES + sample, length);
            from += length;
            sample += length;
            if (sample == SpeechModel.INPUT_SAMPLES) {
                endFrame();
            }
        }
    }

    private void endFrame() {
        int end = (frame + 1) * SpeechModel.INPUT_SAMPLES;
        System.arraycopy(frames, end - context.length, context, 0, context.length);
        frame++;
        if (frame == BLOCK_FRAMES) {
            hear();
        }
        System.arraycopy(context, 0, frames, frame * SpeechModel.INPUT_SAMPLES, context.length);
        sample = context.length;
    }

    private void hear() {
        for (float probability : model.probabilities(frames, frame, state)) {
            spans.accept(probability);
        }
        frame = 0;
    }

    /** The recording ends here. */
    public void finish() {
        if (sample > SpeechModel.CONTEXT_SAMPLES) {
            int start = frame * SpeechModel.INPUT_SAMPLES;
            Arrays.fill(frames, start + sample, start + SpeechModel.INPUT_SAMPLES, 0f);
            frame++;
        }
        if (frame > 0) {
            hear();
        }
        spans.finish((double) total / SpeechSpans.SAMPLE_RATE);
        chunks.finish();
    }

    /** Length of all speech so far. */
    public double speechSeconds() {
        return speechSeconds;
    }
}
