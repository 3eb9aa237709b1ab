package org.whispernotes.transcriber.speaker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.transcriber.speaker.WindowAnalysis.Heard;

/**
 * Segmentation of overlapping windows, an embedding for each piece of what each voice of a window says, clustering over
 * the whole recording (after Bredin, "pyannote.audio 2.1 speaker diarization pipeline", 2023). A recording whose channels
 * are one person each needs no clustering.
 */
public final class OnnxDiariser implements Diariser, AutoCloseable {

    /** Seconds; nobody says anything in less. */
    private static final double SHORTEST = 0.1;

    private final Supplier<Path> segmentation;
    private final Supplier<Path> embedding;
    private final SpeakerSettings settings;
    private final ExecutorService workers;
    private @Nullable SpeakerModels models;

    /**
     * The models are asked for and loaded at the first recording.
     *
     * @param segmentation gives pyannote's checkpoint
     * @param embedding gives CAM++'s checkpoint
     */
    public OnnxDiariser(Supplier<Path> segmentation, Supplier<Path> embedding, SpeakerSettings settings) {
        this.segmentation = segmentation;
        this.embedding = embedding;
        this.settings = settings;
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(settings.effectiveThreads(), task -> {
            Thread thread = new Thread(task, "speakers-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public DiarisationResult diarise(AudioSource audio, SpeakerHint hint, BooleanSupplier cancelled) {
        if (audio.sampleRate() != Frames.SAMPLE_RATE) {
            throw new IllegalArgumentException("speakers are told apart at 16 kHz, not " + audio.sampleRate());
        }
        if (audio.duration() < SHORTEST) {
            return new DiarisationResult(List.of(), List.of());
        }
        SpeakerModels loaded = models();
        if (ChannelSplit.fits(hint) && ChannelSplit.isOneSpeakerEach(audio, cancelled)) {
            return new ChannelSplit(loaded, settings).turns(audio, cancelled);
        }
        Heard heard = listen(audio, new WindowAnalysis(loaded), cancelled);
        return turns(heard, audio.duration(), hint);
    }

    private synchronized SpeakerModels models() {
        SpeakerModels loaded = models;
        if (loaded == null) {
            try {
                loaded = SpeakerModels.open(segmentation.get(), embedding.get());
            } catch (IOException e) {
                throw new UncheckedIOException("the speaker models can't be loaded", e);
            }
            models = loaded;
        }
        return loaded;
    }

    /** Reads ahead by one batch a thread, and keeps the order. */
    private Heard listen(AudioSource audio, WindowAnalysis analysis, BooleanSupplier cancelled) {
        int step = settings.step(audio.duration());
        long samples = Math.round(audio.duration() * Frames.SAMPLE_RATE);
        int windows = 1 + (int) Math.max(0, (samples - Frames.WINDOW + step - 1) / step);
        Heard all = new Heard(new ArrayList<>(), new ArrayList<>());
        Deque<Future<Heard>> pending = new ArrayDeque<>();
        try {
            for (int first = 0; first < windows; first += settings.batch()) {
                int from = first;
                int count = Math.min(settings.batch(), windows - first);
                long start = (long) first * step;
                double seconds = (double) ((count - 1) * step + Frames.WINDOW) / Frames.SAMPLE_RATE;
                float[] stretch = audio.read((double) start / Frames.SAMPLE_RATE, seconds);
                pending.add(workers.submit(() -> analysis.analyse(stretch, start, from, count, step)));
                if (pending.size() > settings.effectiveThreads()) {
                    collect(pending.remove(), all);
                }
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("cancelled while telling speakers apart");
                }
            }
            while (!pending.isEmpty()) {
                collect(pending.remove(), all);
            }
            return all;
        } finally {
            pending.forEach(task -> task.cancel(false));
        }
    }

    private static void collect(Future<Heard> task, Heard all) {
        Heard heard = result(task);
        all.windows().addAll(heard.windows());
        all.voices().addAll(heard.voices());
    }

    private static <T> T result(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while telling speakers apart");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException cancelled) {
                throw cancelled;
            }
            throw new IllegalStateException("telling speakers apart failed", e.getCause());
        }
    }

    private DiarisationResult turns(Heard heard, double duration, SpeakerHint hint) {
        SpeakerBounds bounds = SpeakerBounds.of(hint, settings.maxSpeakers());
        double share = (double) settings.step(duration) / Frames.WINDOW;
        VoiceLearning learning = new VoiceLearning(heard.voices(), share, bounds, settings.sameVoice());
        List<VoiceGroup> groups = new VoiceGrouping(bounds.least()).group(heard.voices());
        List<float[]> speakers =
                learning.speakers(groups.stream().map(VoiceGroup::centre).toList());
        Attribution attribution = new Attribution(speakers);
        TurnBuilder builder = new TurnBuilder(speakers.size(), duration);
        List<LocalVoice> voices = heard.voices();
        int next = 0;
        for (int w = 0; w < heard.windows().size(); w++) {
            int end = LocalVoice.endOfWindow(voices, next, w);
            List<LocalVoice> inWindow = voices.subList(next, end);
            builder.add(heard.windows().get(w), inWindow, attribution.owners(inWindow));
            next = end;
        }
        return builder.result();
    }

    @Override
    public void close() {
        workers.shutdownNow();
        synchronized (this) {
            if (models != null) {
                models.close();
                models = null;
            }
        }
    }
}
