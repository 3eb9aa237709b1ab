package org.whispernotes.transcriber.plan;

import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.transcriber.activity.SpeechFinder;
import org.whispernotes.transcriber.audio.AudioWriter;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.AudioSink;
import org.whispernotes.transcriber.media.MediaInfo;

/** What happens to decoded audio: it is stored and listened to, and the person watching sees how far it is. */
final class PlanningSink implements AudioSink {

    private static final long PROGRESS_NANOS = 500_000_000;

    private final AudioWriter audio;
    private final SpeechFinder finder;
    private final ChunkFeed feed;
    private final StepContext context;
    private double expectedSeconds;
    private long samplesSeen;
    private long activityNanos;
    private long lastProgress = System.nanoTime();

    PlanningSink(AudioWriter audio, SpeechFinder finder, ChunkFeed feed, StepContext context) {
        this.audio = audio;
        this.finder = finder;
        this.feed = feed;
        this.context = context;
    }

    void opened(MediaInfo info) {
        expectedSeconds = info.duration();
    }

    @Override
    public void accept(float[] mix, float @Nullable [] side, int count) {
        audio.accept(mix, side, count);
        long begun = System.nanoTime();
        finder.accept(mix, count);
        long now = System.nanoTime();
        activityNanos += now - begun;
        feed.release(audio.storedSeconds());
        samplesSeen += count;
        if (now - lastProgress > PROGRESS_NANOS) {
            lastProgress = now;
            double seconds = (double) samplesSeen / AudioDecoder.SAMPLE_RATE;
            context.progress(Stage.PREPARE, expectedSeconds > 0 ? seconds / expectedSeconds : 0, "Looking for speech");
        }
    }

    double activitySeconds() {
        return activityNanos / 1e9;
    }
}
