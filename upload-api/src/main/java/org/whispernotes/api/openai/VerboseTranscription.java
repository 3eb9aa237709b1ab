package org.whispernotes.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.document.Word;

/**
 * {@code verbose_json}. What our transcript does not know (tokens, compression) has the value that says nothing.
 *
 * @param language its English name in lower case, as OpenAI has it
 * @param duration seconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VerboseTranscription(
        String task,
        String language,
        double duration,
        String text,
        @Nullable List<Part> segments,
        @Nullable List<TimedWord> words) {

    record TimedWord(String word, double start, double end) {}

    /** @param avgLogprob mean of the words' log probabilities, from our confidence */
    record Part(
            int id,
            int seek,
            double start,
            double end,
            String text,
            List<Integer> tokens,
            double temperature,
            @JsonProperty("avg_logprob") double avgLogprob,
            @JsonProperty("compression_ratio") double compressionRatio,
            @JsonProperty("no_speech_prob") double noSpeechProb,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String speaker) {

        static Part of(Segment segment) {
            Double confidence = segment.confidence();
            return new Part(
                    segment.id(),
                    0,
                    segment.start(),
                    segment.end(),
                    segment.text(),
                    List.of(),
                    0,
                    confidence == null ? 0 : Math.log(Math.max(confidence, 1e-6)),
                    1,
                    0,
                    segment.speaker());
        }
    }

    static VerboseTranscription of(Transcript transcript, TranscriptionRequest asked) {
        String language = transcript.language();
        boolean translated = "translate".equals(asked.options().task());
        return new VerboseTranscription(
                translated ? "translate" : "transcribe",
                language == null
                        ? ""
                        : Locale.forLanguageTag(language)
                                .getDisplayLanguage(Locale.ENGLISH)
                                .toLowerCase(Locale.ROOT),
                transcript.duration(),
                transcript.text(),
                asked.segments() ? transcript.segments().stream().map(Part::of).toList() : null,
                asked.words() ? words(transcript).toList() : null);
    }

    private static Stream<TimedWord> words(Transcript transcript) {
        return transcript.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .map((Word word) -> new TimedWord(word.word(), word.start(), word.end()));
    }
}
