package org.whispernotes.transcriber.chunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.SegmentFlag;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.transcriber.recognise.RecognisedSegment;

/** Finds the reasons to doubt a segment's text. */
final class SegmentDoubts {

    /** Whisper's own limits, from the reference decoder. */
    private static final double LOW_LOG_PROBABILITY = -1.0;

    private static final double HIGH_COMPRESSION = 2.4;

    private static final double LITTLE_SPEECH_SHARE = 0.3;
    private static final double LOW_CONFIDENCE = 0.4;

    private static final int REPEATED_WORDS = 3;
    private static final int REPEATED_TIMES = 4;

    /** What the training data's subtitles end with, and models therefore hear in noise. */
    private static final Pattern KNOWN =
            Pattern.compile("(thanks|thank you) (so much )?for (watching|listening|your attention).*"
                    + "|(please )?(don't forget to )?(like and )?subscribe( to (my|our|the) channel)?.*"
                    + "|see you (in the )?next (time|video).*"
                    + "|.*(subtitles|captions|transcription|transcribed) by.*"
                    + "|.*amara\\.org.*"
                    + "|untertitel(ung)? .*|vielen dank fürs zuschauen.*"
                    + "|sous-titr(es|age) .*|merci d'avoir regardé.*"
                    + "|subtítulos .*|gracias por ver.*"
                    + "|\\[?(music|applause|blank_audio|silence)]?|\\(?(music|applause|silence)\\)?|♪.*");

    private SegmentDoubts() {}

    static List<SegmentFlag> of(RecognisedSegment segment, @Nullable Double confidence, List<Span> speech) {
        List<SegmentFlag> flags = new ArrayList<>();
        if (segment.averageLogProbability() < LOW_LOG_PROBABILITY
                || (confidence != null && confidence < LOW_CONFIDENCE)) {
            flags.add(SegmentFlag.LOW_CONFIDENCE);
        }
        if (segment.compressionRatio() > HIGH_COMPRESSION || repeats(segment.text())) {
            flags.add(SegmentFlag.REPETITION);
        }
        if (isKnownPhrase(segment.text())) {
            flags.add(SegmentFlag.KNOWN_PHRASE);
        }
        if (heard(segment, speech) < LITTLE_SPEECH_SHARE * (segment.end() - segment.start())) {
            flags.add(SegmentFlag.LITTLE_SPEECH);
        }
        if (segment.temperature() > 0) {
            flags.add(SegmentFlag.FALLBACK);
        }
        return flags;
    }

    static boolean isKnownPhrase(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[.!?…\\s]+$", "").strip();
        return KNOWN.matcher(plain).matches();
    }

    /** Whether the same few words come again and again. */
    static boolean repeats(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+");
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i + REPEATED_WORDS <= words.length; i++) {
            String few = String.join(" ", List.of(words).subList(i, i + REPEATED_WORDS));
            if (seen.merge(few, 1, Integer::sum) >= REPEATED_TIMES) {
                return true;
            }
        }
        return false;
    }

    private static double heard(RecognisedSegment segment, List<Span> speech) {
        double seconds = 0;
        for (Span span : speech) {
            seconds += Math.max(0, Math.min(span.end(), segment.end()) - Math.max(span.start(), segment.start()));
        }
        return seconds;
    }
}
