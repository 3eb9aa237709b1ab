package org.whispernotes.bench.speech;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.session.SessionOptions;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.direct.DirectTranscription;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.Recognisers;

/** The transcriber itself: from the media file to the finished transcript, by the steps that the queues wake. */
final class ProductMeasured implements Measured {

    private final DirectTranscription transcription;
    private final SessionOptions options;

    ProductMeasured(ApplicationContext context, @Nullable String language) {
        this.transcription = context.getBean(DirectTranscription.class);
        this.options = new SessionOptions(language, null, null, null, null, null, null, null, null, null);
        context.getBean(SpeechModels.class).get();
        context.getBean(Recognisers.class)
                .borrow(context.getBean(ModelFiles.class).defaultModel())
                .close();
    }

    @Override
    public Map<String, Object> run(Path file) throws Exception {
        Path name = Objects.requireNonNull(file.getFileName(), "a file");
        Transcript transcript = transcription.transcribe(file, name.toString(), options);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("text", transcript.text());
        result.put("language", String.valueOf(transcript.language()));
        result.put("audio_seconds", transcript.duration());
        result.put(
                "words",
                transcript.segments().stream()
                        .map(Segment::words)
                        .flatMap(List::stream)
                        .map(word -> List.of(word.word(), word.start(), word.end()))
                        .toList());
        result.put("segments", transcript.segments().size());
        result.put("speakers", transcript.speakers().size());
        result.put("stages", transcript.processing().stages());
        return result;
    }
}
