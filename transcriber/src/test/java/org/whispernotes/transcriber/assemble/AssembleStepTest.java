package org.whispernotes.transcriber.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.message.TranscriptAssemble;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.ObjectMissingException;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.speaker.Diariser;
import org.whispernotes.transcriber.speaker.SpeakerSettings;
import org.whispernotes.transcriber.speaker.SpeakerTelling;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.MemoryStore;
import org.whispernotes.transcriber.testing.Watched;

class AssembleStepTest {

    private final Documents documents = new Documents(new MemoryStore());
    private final TranscriptAssemble message = new TranscriptAssemble(UUID.randomUUID(), UUID.randomUUID(), 1);

    /** What happens when the broker hands out the message twice: the other worker ends the run, and its audio goes. */
    @Test
    void the_transcript_of_a_worker_that_was_first_stays() {
        hear();
        Diariser late = (audio, hint, cancelled) -> {
            documents.writeResult(ObjectKeys.transcript(message.sessionId()), Map.of("text", "with speakers"), 1);
            throw new ObjectMissingException(ObjectKeys.plan(message.sessionId(), 1));
        };

        assemble(late);

        assertThat(text()).isEqualTo("with speakers");
    }

    @Test
    void without_speakers_the_text_is_stored_all_the_same() {
        hear();

        assemble((audio, hint, cancelled) -> {
            throw new IllegalStateException("out of order");
        });

        assertThat(text()).isEqualTo("Something.");
    }

    private void assemble(Diariser diariser) {
        new AssembleStep(
                        documents,
                        new ModelFiles(LocalModels.settings(), ModelCatalogue.load()),
                        new SpeakerTelling(diariser, SpeakerSettings.defaults()),
                        "worker",
                        Clock.systemUTC())
                .run(message, new Watched(message.sessionId(), new ArrayList<>()));
    }

    private Object text() {
        return documents
                .read(ObjectKeys.transcript(message.sessionId()), Map.class)
                .get("text");
    }

    private void hear() {
        Plan.Chunk chunk = new Plan.Chunk(0, 0, 10, List.of(new Plan.Span(0, 10)));
        documents.write(
                ObjectKeys.plan(message.sessionId(), 1), new Plan(10, 1, 10, List.of(chunk), 2, 1, 0, 0, "worker"));
        Segment segment = new Segment(0, 0, 5, "Something.", null, "en", 0.9, List.of(), List.of());
        documents.write(
                ObjectKeys.chunk(message.sessionId(), 1, 0),
                new ChunkResult(0, List.of(segment), "en", 1.0, new Engine("e", "1", "m", "q"), 0, "worker"));
    }
}
