package org.whispernotes.transcriber.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.document.Engine;
import org.whispernotes.model.message.CancelRun;
import org.whispernotes.model.message.ChunkReady;
import org.whispernotes.model.message.PipelineMessage;
import org.whispernotes.model.message.RecordingUploaded;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.model.work.Plan;
import org.whispernotes.model.work.Plan.Span;
import org.whispernotes.runtime.broker.MessagePublisher;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.transcriber.TranscriberSettings;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.media.AudioDecoder;
import org.whispernotes.transcriber.media.MediaSettings;
import org.whispernotes.transcriber.model.ModelCatalogue;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.testing.Activity;
import org.whispernotes.transcriber.testing.LocalModels;
import org.whispernotes.transcriber.testing.MemoryStore;
import org.whispernotes.transcriber.testing.Watched;
import org.whispernotes.transcriber.testing.Waves;

/** Which chunks a plan brings into the queue: while it is made, when it is stored, and when its message comes again. */
class PlanStepTest {

    private static final int IN_FLIGHT = 2;

    private final Documents documents = new Documents(new MemoryStore());
    private final RecordingUploaded message = new RecordingUploaded(UUID.randomUUID(), UUID.randomUUID(), 1);
    private final ModelFiles models = new ModelFiles(LocalModels.settings(), ModelCatalogue.load());
    private final List<PipelineMessage> published = new ArrayList<>();
    private final PlanStep step = new PlanStep(
            documents,
            new AudioDecoder(documents.store(), new MediaSettings(Duration.ofHours(1))),
            new SpeechModels(models, Activity.settings(), Activity.WINDOW),
            new TranscriberSettings(IN_FLIGHT, true),
            new Published(),
            "worker",
            Clock.systemUTC());

    @Test
    void the_last_chunk_is_in_the_queue_when_somebody_speaks_until_the_very_end() throws Exception {
        LocalModels.require("silero-vad", "silero_vad_16k_sequence.onnx");
        Watched context = new Watched(message.sessionId(), new ArrayList<>());
        // 2.000625 s, which rounds to a millisecond that the recording does not reach.
        documents.store().write(ObjectRef.ofPath(context.job().media()), Waves.cutOff(16_005), "audio/wav", Map.of());

        step.run(message, context);

        Plan plan = documents.read(ObjectKeys.plan(message.sessionId(), 1), Plan.class);
        assertThat(plan.duration()).isEqualTo(2.000625);
        assertThat(chunks(published)).containsExactly(0);
        assertThat(plan.published()).isEqualTo(1);
        assertThat(plan.chunks().get(0).end()).isEqualTo(2.0);
    }

    @Test
    void the_first_time_the_chunks_are_in_the_queue_already() {
        plan(5, IN_FLIGHT);

        assertThat(chunks(step.next(message))).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void a_repeated_message_brings_back_the_chunks_whose_messages_may_be_lost() {
        plan(5, IN_FLIGHT);

        assertThat(chunks(step.again(message))).containsExactly(0, 1);
        finish(0);
        assertThat(chunks(step.again(message))).containsExactly(2, 1);
        finish(1);
        finish(2);
        assertThat(chunks(step.again(message))).containsExactly(3, 4);
    }

    @Test
    void a_repeated_message_asks_for_no_chunk_when_all_are_there() {
        plan(2, IN_FLIGHT);
        finish(0);
        finish(1);

        assertThat(chunks(step.again(message))).isEmpty();
    }

    private static List<Integer> chunks(List<PipelineMessage> messages) {
        return messages.stream()
                .filter(ChunkReady.class::isInstance)
                .map(chunk -> ((ChunkReady) chunk).index())
                .toList();
    }

    private void plan(int chunks, int published) {
        List<Plan.Chunk> planned = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            planned.add(new Plan.Chunk(i, 10 * i, 10 * i + 10, List.of(new Span(10 * i, 10 * i + 10))));
        }
        documents.write(
                ObjectKeys.plan(message.sessionId(), 1),
                new Plan(60, 1, 10 * chunks, planned, IN_FLIGHT, published, 0, 0, "w"));
    }

    private void finish(int index) {
        documents.write(
                ObjectKeys.chunk(message.sessionId(), 1, index),
                new ChunkResult(index, List.of(), null, null, new Engine("e", "1", "m", "q"), 0, "w"));
    }

    private final class Published implements MessagePublisher {

        @Override
        public void publish(PipelineMessage message) {
            published.add(message);
        }

        @Override
        public void publishAll(Collection<? extends PipelineMessage> messages) {
            published.addAll(messages);
        }

        @Override
        public void broadcast(CancelRun cancel) {
            throw new AssertionError(cancel);
        }
    }
}
