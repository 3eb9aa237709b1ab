package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.whispernotes.model.document.Coverage;
import org.whispernotes.model.document.Gap;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.work.Plan.Span;

/** Compares where speech was with where text is. */
public final class CoverageCheck {

    /** Shorter stretches without text are breath, padding and rounding. */
    private static final double SHORTEST_GAP = 1.0;

    private CoverageCheck() {}

    /**
     * @param speech in time order, not overlapping
     * @param segments in any order
     */
    public static Coverage of(List<Span> speech, List<Segment> segments) {
        List<Segment> ordered = new ArrayList<>(segments);
        ordered.sort(Comparator.comparingDouble(Segment::start));
        double total = 0;
        double covered = 0;
        List<Gap> gaps = new ArrayList<>();
        int first = 0;
        for (Span span : speech) {
            total += span.duration();
            double at = span.start();
            double without = 0;
            while (first < ordered.size() && ordered.get(first).end() <= span.start()) {
                first++;
            }
            for (int i = first; i < ordered.size() && ordered.get(i).start() < span.end(); i++) {
                without += gap(at, Math.min(span.end(), ordered.get(i).start()), gaps);
                at = Math.max(at, ordered.get(i).end());
            }
            without += gap(at, span.end(), gaps);
            covered += span.duration() - without;
        }
        return new Coverage(round(total), round(covered), gaps);
    }

    private static double gap(double from, double to, List<Gap> gaps) {
        if (to - from >= SHORTEST_GAP) {
            gaps.add(new Gap(round(from), round(to)));
        }
        return Math.max(0, to - from);
    }

    private static double round(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
