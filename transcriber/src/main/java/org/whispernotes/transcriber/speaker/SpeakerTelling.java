package org.whispernotes.transcriber.speaker;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.runtime.Outage;

/**
 * Speakers for a transcript. Failing to tell them apart never costs the transcript: it comes back as it was, with a
 * warning. A server that does not answer is no such failure: once it is back there are speakers as always.
 */
public final class SpeakerTelling {

    /** The transcript's warning when speakers could not be told apart. */
    public static final String FAILED = "speakers-failed";

    private static final Logger LOG = LoggerFactory.getLogger(SpeakerTelling.class);

    private final Diariser diariser;
    private final boolean enabled;

    public SpeakerTelling(Diariser diariser, SpeakerSettings settings) {
        this.diariser = diariser;
        this.enabled = settings.enabled();
    }

    /**
     * A transcript's segments with what is known of their speakers.
     *
     * @param segments numbered from 0; more than before where the speaker changes within one
     * @param speakers those who say something, in the order in which they begin to talk
     * @param warnings {@link #FAILED} or nothing
     */
    public record Told(List<Segment> segments, List<Speaker> speakers, List<String> warnings) {

        public Told {
            segments = List.copyOf(segments);
            speakers = List.copyOf(speakers);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param recording names the recording in the log
     * @param segments in time order
     * @throws CancellationException once {@code cancelled} says so
     * @throws RuntimeException whatever the audio's source throws in an {@link Outage}
     */
    public Told tell(
            Object recording, AudioSource audio, List<Segment> segments, SpeakerHint hint, BooleanSupplier cancelled) {
        if (!enabled || segments.isEmpty()) {
            return new Told(segments, List.of(), List.of());
        }
        try {
            DiarisationResult result = diariser.diarise(audio, hint, cancelled);
            List<Segment> told = new SpeakerAssignment(result).assign(segments);
            return new Told(told, speakers(result, told), List.of());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Outage.isBehind(e)) {
                throw e;
            }
            LOG.error("{}: speakers can't be told apart; the transcript goes on without them", recording, e);
            return new Told(segments, List.of(), List.of(FAILED));
        }
    }

    private static List<Speaker> speakers(DiarisationResult result, List<Segment> segments) {
        List<String> heard = result.speakers().stream()
                .filter(id -> segments.stream().anyMatch(segment -> id.equals(segment.speaker())))
                .toList();
        return IntStream.range(0, heard.size())
                .mapToObj(i -> new Speaker(heard.get(i), "Speaker " + (i + 1)))
                .toList();
    }
}
