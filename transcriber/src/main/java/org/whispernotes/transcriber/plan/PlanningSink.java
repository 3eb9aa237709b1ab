package org.whispernotes.transcriber.plan;

import java.io.IOException;
import org.whispernotes.model.session.Stage;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.transcriber.activity.SpeechFinder;
import org.whispernotes.transcriber.audio.PcmUpload;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.AudioSink;
import org.whispernotes.transcriber.media.MediaInfo;

/** What happens to decoded audio: it is stored and listened to, and the person watching sees how far it is. */
final class PlanningSink implements AudioSink {

    private static final long PROGRESS_NANOS = 500_000_000;

    private final PcmUpload upload;
    private final SpeechFinder finder;
    private final StepContext context;
    private double expectedSeconds;
    private long samplesSeen;
    private long activityNanos;
    private long lastProgress = System.nanoTime();

    PlanningSink(PcmUpload upload, SpeechFinder finder, StepContext context) {
        this.upload = upload;
        this.finder = finder;
        this.context = context;
    }

    void opened(MediaInfo info) {
        expectedSeconds = info.duration();
    }

    @Override
    public void accept(float[] samples, int count) throws IOException {
        upload.accept(samples, count);
        long begun = System.nanoTime();
        finder.accept(samples, count);
        long now = System.nanoTime();
        activityNanos += now - begun;
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
