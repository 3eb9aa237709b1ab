package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Job;
import org.whispernotes.model.work.Plan;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.runtime.step.StepContext;
import org.whispernotes.transcriber.recognise.RecognitionListener;
import org.whispernotes.transcriber.recognise.WindowResult;

/** Collects a chunk's text as it is heard and shows it to the person who watches. */
final class ChunkProgress implements RecognitionListener {

    private final StepContext context;
    /** Of the whole recording, seconds; 0 while that is not known. */
    private final double allSpeech;

    private final Plan.Chunk chunk;
    private final SegmentBuilder builder;
    private final double speechBefore;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, LanguageShare> languages = new HashMap<>();
    private double speechHeard;
    private boolean repairing;

    /** How much was heard in a language, and how sure the engine was (weighted by length). */
    private record LanguageShare(double seconds, double sureSeconds) {
        LanguageShare plus(double more, double probability) {
            return new LanguageShare(seconds + more, sureSeconds + more * probability);
        }
    }

    /** @param finished keys of the results that are stored */
    ChunkProgress(
            StepContext context, Optional<Plan> plan, Plan.Chunk chunk, Set<String> finished, SegmentBuilder builder) {
        this.context = context;
        this.chunk = chunk;
        this.builder = builder;
        Job job = context.job();
        this.allSpeech = plan.map(Plan::speechSeconds).orElse(0.0);
        this.speechBefore = plan.map(Plan::chunks).orElse(List.of()).stream()
                .filter(c -> finished.contains(
                        ObjectKeys.chunk(job.sessionId(), job.run(), c.index()).key()))
                .mapToDouble(ChunkProgress::speech)
                .sum();
    }

    private static double speech(Plan.Chunk chunk) {
        return chunk.speech().stream().mapToDouble(Plan.Span::duration).sum();
    }

    @Override
    public boolean isCancelled() {
        return context.isCancelled();
    }

    @Override
    public void onWindow(int index, WindowResult result) {
        List<Segment> heard = builder.build(result, segments.size());
        if (repairing) {
            heard = heard.stream().filter(s -> s.flags().isEmpty()).toList();
        }
        segments.addAll(heard);
        double seconds = heard.stream().mapToDouble(s -> s.end() - s.start()).sum();
        if (seconds > 0) {
            languages.merge(
                    result.language(),
                    new LanguageShare(seconds, seconds * result.languageProbability()),
                    (a, b) -> a.plus(b.seconds(), b.sureSeconds() / b.seconds()));
        }
        speechHeard = Math.min(speech(chunk), speechHeard + seconds);
        for (Segment segment : heard) {
            context.publish(
                    new ProgressEvent.SegmentReady(context.job().sessionId(), chunk.index(), segment, context.now()));
        }
        show(speechHeard);
    }

    /** Stretches of speech that have no text so far. */
    List<Span> gaps(double longerThan) {
        return CoverageCheck.of(chunk.speech(), segments).gaps().stream()
                .map(gap -> new Span(gap.start(), gap.end()))
                .filter(gap -> gap.duration() >= longerThan)
                .toList();
    }

    /** From here on the gaps are heard once more: only text without any doubt fills them. */
    void beginRepair() {
        repairing = true;
    }

    /** The language of most of what was heard; null when nothing was. */
    @Nullable
    String language() {
        return mostHeard().map(Map.Entry::getKey).orElse(null);
    }

    private Optional<Map.Entry<String, LanguageShare>> mostHeard() {
        return languages.entrySet().stream()
                .max(Comparator.comparingDouble(e -> e.getValue().seconds()));
    }

    /** The whole chunk is stored. */
    void done() {
        show(speech(chunk));
    }

    private void show(double ofThisChunk) {
        if (allSpeech > 0) {
            context.progress(Stage.TRANSCRIBE, (speechBefore + ofThisChunk) / allSpeech, "Transcribing");
        }
    }

    ChunkResult result(Engine engine, double seconds, String workerId) {
        List<Segment> ordered = new ArrayList<>(segments);
        ordered.sort(Comparator.comparingDouble(Segment::start));
        Map.@Nullable Entry<String, LanguageShare> most = mostHeard().orElse(null);
        return new ChunkResult(
                chunk.index(),
                ordered,
                most == null ? null : most.getKey(),
                most == null
                        ? null
                        : most.getValue().sureSeconds() / most.getValue().seconds(),
                engine,
                seconds,
                workerId);
    }
}
