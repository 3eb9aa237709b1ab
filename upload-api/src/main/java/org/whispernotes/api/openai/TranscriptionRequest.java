package org.whispernotes.api.openai;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.upload.FormFields;
import org.whispernotes.model.Problem;
import org.whispernotes.model.session.SessionOptions;

/**
 * The fields of a transcription request beside its file.
 *
 * @param words whether words are wanted with their times
 * @param segments whether segments are wanted
 * @param stream whether text is wanted as it is heard
 */
record TranscriptionRequest(Format format, boolean words, boolean segments, boolean stream, SessionOptions options) {

    enum Format {
        JSON,
        TEXT,
        SRT,
        VTT,
        VERBOSE_JSON
    }

    /** @throws ApiException when a field has a value that can't be served */
    static TranscriptionRequest of(FormFields fields) {
        Format format = format(fields.text("response_format"));
        boolean stream = Boolean.parseBoolean(fields.text("stream"));
        if (stream && format != Format.JSON && format != Format.TEXT) {
            throw new ApiException(Problem.INVALID_REQUEST, "stream goes with response_format json or text.");
        }
        List<String> granularities = granularities(fields);
        return new TranscriptionRequest(
                format,
                granularities.contains("word"),
                granularities.isEmpty() || granularities.contains("segment"),
                stream,
                fields.options(model(fields.text("model"))));
    }

    private static Format format(@Nullable String name) {
        if (name == null) {
            return Format.JSON;
        }
        return Arrays.stream(Format.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        Problem.INVALID_REQUEST,
                        "response_format must be json, text, srt, vtt or verbose_json, not '" + name + "'."));
    }

    private static List<String> granularities(FormFields fields) {
        // Some clients number the values of a list.
        List<String> all = fields.allStartingWith("timestamp_granularities");
        for (String granularity : all) {
            if (!granularity.equals("word") && !granularity.equals("segment")) {
                throw new ApiException(
                        Problem.INVALID_REQUEST,
                        "timestamp_granularities must be word or segment, not '" + granularity + "'.");
            }
        }
        return all;
    }

    /** The names of OpenAI's own models stand for whatever this server has; other names are the catalogue's. */
    private static @Nullable String model(@Nullable String name) {
        return name == null || name.startsWith("whisper-1") || name.startsWith("gpt-") ? null : name;
    }
}
