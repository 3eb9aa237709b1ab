package org.whispernotes.bench.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** From publishing to the client's socket, in microseconds: every single delivery, and per second of the run. */
final class Latencies {

    private static final long MOST_MICROS = TimeUnit.SECONDS.toMicros(120);

    private final Recorder recorder = new Recorder(MOST_MICROS, 3);
    private final LongAdder lost = new LongAdder();
    private final LongAdder doubled = new LongAdder();
    private final List<Histogram> seconds = new ArrayList<>();

    private volatile boolean recording;

    /** What arrives before this is not counted: connecting clients are told what was published long ago. */
    void begin() {
        recording = true;
    }

    void record(long sentNanos) {
        if (!recording) {
            return;
        }
        long micros = (System.nanoTime() - sentNanos) / 1000;
        recorder.recordValue(Math.max(0, Math.min(MOST_MICROS, micros)));
    }

    void lost(long count) {
        lost.add(count);
    }

    void doubled() {
        doubled.increment();
    }

    long lostCount() {
        return lost.sum();
    }

    long doubledCount() {
        return doubled.sum();
    }

    /** Closes one second. */
    void endSecond() {
        seconds.add(recorder.getIntervalHistogram());
    }

    List<Histogram> perSecond() {
        return seconds;
    }

    /** All deliveries of the seconds from {@code from} on. */
    Histogram since(int from) {
        Histogram sum = new Histogram(MOST_MICROS, 3);
        seconds.subList(Math.min(from, seconds.size()), seconds.size()).forEach(sum::add);
        return sum;
    }
}
