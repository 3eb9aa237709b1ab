package org.whispernotes.transcriber.assemble;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Processing;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.align.Joined;
import org.whispernotes.transcriber.chunk.CoverageCheck;

/** Puts a transcript together from a plan and the results of its chunks. */
final class TranscriptBuilder {

    private final Plan plan;
    private final List<ChunkResult> results;

    TranscriptBuilder(Plan plan, List<ChunkResult> results) {
        this.plan = plan;
        this.results = results;
    }

    /** All segments in time order, numbered from 0, without speakers. */
    List<Segment> segments() {
        List<Segment> merged = new ArrayList<>();
        for (ChunkResult result : results) {
            merged.addAll(result.segments());
        }
        merged.sort(Comparator.comparingDouble(Segment::start).thenComparingDouble(Segment::end));
        List<Segment> numbered = new ArrayList<>(merged.size());
        for (Segment s : merged) {
            numbered.add(new Segment(
                    numbered.size(),
                    s.start(),
                    s.end(),
                    s.text(),
                    s.speaker(),
                    s.language(),
                    s.confidence(),
                    s.words(),
                    s.flags()));
        }
        return numbered;
    }

    /**
     * @param segments numbered, with speakers where they were told apart
     * @param engine used where no chunk says
     * @param ownStages seconds by stage of the assembly itself
     */
    Transcript build(
            UUID sessionId,
            int run,
            List<Segment> segments,
            List<Speaker> speakers,
            Engine engine,
            String workerId,
            Map<String, Double> ownStages,
            List<String> warnings) {
        Language language = language();
        List<Span> speech =
                plan.chunks().stream().flatMap(c -> c.speech().stream()).toList();
        return new Transcript(
                Transcript.VERSION,
                sessionId,
                run,
                language == null ? null : language.code(),
                language == null ? null : language.probability(),
                round(plan.duration()),
                Joined.of(segments.stream().map(Segment::text).toList()),
                confidence(segments),
                segments,
                speakers,
                CoverageCheck.of(speech, segments),
                results.isEmpty() ? engine : results.get(0).engine(),
                processing(workerId, ownStages),
                warnings);
    }

    private record Language(String code, double probability) {}

    /** The language of most of the text, by time. */
    private @Nullable Language language() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        Map<String, Double> sure = new LinkedHashMap<>();
        for (ChunkResult result : results) {
            String code = result.language();
            double length = result.segments().stream()
                    .mapToDouble(s -> s.end() - s.start())
                    .sum();
            Double probability = result.languageProbability();
            if (code != null && length > 0) {
                seconds.merge(code, length, Double::sum);
                sure.merge(code, length * (probability == null ? 1 : probability), Double::sum);
            }
        }
        return seconds.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(e -> new Language(e.getKey(), round(sure.getOrDefault(e.getKey(), 0.0) / e.getValue())))
                .orElse(null);
    }

    /** Mean over words where they are scored, else over segments by their length. */
    private static @Nullable Double confidence(List<Segment> segments) {
        double sum = 0;
        double weight = 0;
        for (Segment segment : segments) {
            for (Word word : segment.words()) {
                Double score = word.score();
                sum += score == null ? 0 : score;
                weight += score == null ? 0 : 1;
            }
        }
        if (weight == 0) {
            for (Segment segment : segments) {
                Double confidence = segment.confidence();
                double length = confidence == null ? 0 : Math.max(0.01, segment.end() - segment.start());
                sum += confidence == null ? 0 : confidence * length;
                weight += length;
            }
        }
        return weight == 0 ? null : round(sum / weight);
    }

    private Processing processing(String workerId, Map<String, Double> ownStages) {
        Map<String, Double> stages = new LinkedHashMap<>();
        stages.put("decode", round(plan.decodeSeconds()));
        stages.put("activity", round(plan.activitySeconds()));
        stages.put(
                "recognise",
                round(results.stream()
                        .mapToDouble(ChunkResult::recogniseSeconds)
                        .sum()));
        ownStages.forEach((stage, seconds) -> stages.put(stage, round(seconds)));
        Set<String> workers = new LinkedHashSet<>();
        workers.add(plan.workerId());
        results.forEach(r -> workers.add(r.workerId()));
        workers.add(workerId);
        double total = stages.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Processing(round(total), List.copyOf(workers), stages);
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
