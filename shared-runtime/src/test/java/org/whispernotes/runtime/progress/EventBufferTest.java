package org.whispernotes.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;

class EventBufferTest {

    private static final UUID SESSION = UUID.randomUUID();
    private final EventBuffer buffer = new EventBuffer(3);

    @Test
    void fullBufferGivesUpTheOldestPercentageForWhatSaysMore() throws Exception {
        buffer.add(pending(percent(1)));
        buffer.add(pending(todos()));
        buffer.add(pending(percent(2)));
        buffer.add(pending(todos()));
        buffer.add(pending(todos()));
        assertThat(drain()).containsExactly("todos", "todos", "todos");
        assertThat(buffer.takeDropped()).isEqualTo(2);
    }

    @Test
    void bufferFullOfTextGivesUpTheNewPercentage() throws Exception {
        for (int i = 0; i < 3; i++) {
            buffer.add(pending(todos()));
        }
        buffer.add(pending(percent(9)));
        assertThat(drain()).containsExactly("todos", "todos", "todos");
        assertThat(buffer.takeDropped()).isEqualTo(1);
    }

    @Test
    void orderIsKept() throws Exception {
        buffer.add(pending(percent(1)));
        buffer.add(pending(todos()));
        buffer.add(pending(percent(2)));
        assertThat(drain()).containsExactly("progress", "todos", "progress");
    }

    private List<String> drain() throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (List<EventBuffer.Pending> next = buffer.peek(2, 1); !next.isEmpty(); next = buffer.peek(2, 1)) {
            next.forEach(pending -> names.add(pending.event().eventName()));
            buffer.remove(next);
        }
        return names;
    }

    private static EventBuffer.Pending pending(ProgressEvent event) {
        return new EventBuffer.Pending(event, UUID.randomUUID());
    }

    private static ProgressEvent percent(double percent) {
        return new ProgressEvent.Progress(
                SESSION,
                SessionStatus.PROCESSING,
                Stage.TRANSCRIBE,
                percent,
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.EPOCH);
    }

    private static ProgressEvent todos() {
        return new ProgressEvent.TodosReady(SESSION, 1, "embedded", Instant.EPOCH);
    }
}
