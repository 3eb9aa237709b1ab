package org.whispernotes.api.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Speaker;
import org.whispernotes.model.document.Transcript;

/** The forms in which people take a transcript away; {@code json} is the stored document itself. */
public enum TranscriptFormat {
    /** SubRip. */
    SRT("application/x-subrip"),
    /** WebVTT (https://www.w3.org/TR/webvtt1/), with speakers as voice spans. */
    VTT("text/vtt"),
    /** Plain text: a paragraph for each turn of a speaker. */
    TXT("text/plain"),
    /** Markdown: turns with their times. */
    MD("text/markdown");

    private final String contentType;

    TranscriptFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Null when there is no such format. */
    public static @Nullable TranscriptFormat of(String extension) {
        for (TranscriptFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(extension)) {
                return format;
            }
        }
        return null;
    }

    public String contentType() {
        return contentType + ";charset=UTF-8";
    }

    public String write(Transcript transcript) {
        return switch (this) {
            case SRT -> srt(transcript);
            case VTT -> vtt(transcript);
            case TXT -> txt(transcript);
            case MD -> md(transcript);
        };
    }

    private static String srt(Transcript transcript) {
        Map<String, String> labels = labels(transcript);
        StringBuilder out = new StringBuilder();
        int number = 1;
        for (Segment segment : transcript.segments()) {
            out.append(number++).append('\n');
            out.append(time(segment.start(), ','))
                    .append(" --> ")
                    .append(time(segment.end(), ','))
                    .append('\n');
            String speaker = segment.speaker();
            if (speaker != null) {
                out.append(labels.getOrDefault(speaker, speaker)).append(": ");
            }
            out.append(cue(segment)).append("\n\n");
        }
        return out.toString();
    }

    private static String vtt(Transcript transcript) {
        Map<String, String> labels = labels(transcript);
        StringBuilder out = new StringBuilder("WEBVTT\n\n");
        for (Segment segment : transcript.segments()) {
            out.append(time(segment.start(), '.'))
                    .append(" --> ")
                    .append(time(segment.end(), '.'))
                    .append('\n');
            String speaker = segment.speaker();
            if (speaker != null) {
                out.append("<v ")
                        .append(escape(labels.getOrDefault(speaker, speaker)))
                        .append('>');
            }
            out.append(escape(cue(segment))).append("\n\n");
        }
        return out.toString();
    }

    private static String txt(Transcript transcript) {
        Map<String, String> labels = labels(transcript);
        return turns(transcript).stream()
                .map(turn -> (turn.speaker() == null ? "" : labels.getOrDefault(turn.speaker(), turn.speaker()) + ": ")
                        + turn.text()
                        + "\n")
                .collect(Collectors.joining("\n"));
    }

    private static String md(Transcript transcript) {
        Map<String, String> labels = labels(transcript);
        return turns(transcript).stream()
                .map(turn -> "**"
                        + (turn.speaker() == null ? "" : labels.getOrDefault(turn.speaker(), turn.speaker()) + " ")
                        + "[" + time(turn.start(), '.').substring(0, 8) + "]** "
                        + turn.text()
                        + "\n")
                .collect(Collectors.joining("\n"));
    }

    /** What one speaker says until another one speaks, or until a long pause. */
    private record Turn(@Nullable String speaker, double start, String text) {}

    private static List<Turn> turns(Transcript transcript) {
        List<Turn> turns = new ArrayList<>();
        double lastEnd = Double.NEGATIVE_INFINITY;
        for (Segment segment : transcript.segments()) {
            Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
            boolean same = last != null
                    && String.valueOf(last.speaker()).equals(String.valueOf(segment.speaker()))
                    && segment.start() - lastEnd < 3;
            String text = segment.text().strip();
            if (last != null && same) {
                turns.set(turns.size() - 1, new Turn(last.speaker(), last.start(), last.text() + " " + text));
            } else {
                turns.add(new Turn(segment.speaker(), segment.start(), text));
            }
            lastEnd = segment.end();
        }
        return turns;
    }

    private static Map<String, String> labels(Transcript transcript) {
        return transcript.speakers().stream().collect(Collectors.toMap(Speaker::id, Speaker::label, (a, b) -> b));
    }

    /** A blank line or an arrow within the text would end the cue. */
    private static String cue(Segment segment) {
        return segment.text().strip().replaceAll("\\s*\\R\\s*", " ").replace("-->", "->");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String time(double seconds, char decimalPoint) {
        long ms = Math.max(0, Math.round(seconds * 1000));
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                ms / 3_600_000,
                ms / 60_000 % 60,
                ms / 1000 % 60,
                decimalPoint,
                ms % 1000);
    }
}
