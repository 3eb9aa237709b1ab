package org.whispernotes.api.session;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and types as browsers and tools send them, made fit to be kept and shown. */
public final class Filenames {

    private static final int MAX_LENGTH = 200;
    private static final String UNNAMED = "recording";
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("mkv", "video/x-matroska"),
            Map.entry("webm", "video/webm"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("flac", "audio/flac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("aac", "audio/aac"));

    private Filenames() {}

    /** The last part of a path, without control characters, shortened in front of its extension. */
    public static String sanitise(@Nullable String name) {
        if (name == null) {
            return UNNAMED;
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        // Cf: invisible characters that reorder what is shown, so that "gpj.exe" reads "exe.jpg".
        String clean = last.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "").strip();
        if (clean.isEmpty() || clean.chars().allMatch(c -> c == '.')) {
            return UNNAMED;
        }
        if (clean.length() <= MAX_LENGTH) {
            return clean;
        }
        int dot = clean.lastIndexOf('.');
        String extension = dot > 0 && clean.length() - dot <= 10 ? clean.substring(dot) : "";
        return clean.substring(0, MAX_LENGTH - extension.length()) + extension;
    }

    /** The type that was sent if it says anything, else what the extension means. */
    public static String contentType(@Nullable String sent, String filename) {
        if (sent != null && !sent.isBlank() && !sent.startsWith(UNKNOWN) && sent.length() <= 100) {
            return sent.strip();
        }
        String extension = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, UNKNOWN);
    }
}
