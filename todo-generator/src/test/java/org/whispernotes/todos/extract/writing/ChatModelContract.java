package org.whispernotes.todos.extract.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.extract.ExtractionCancelledException;

/** What every model behind the port promises, held against a real one. How good its answers are is not asked. */
public abstract class ChatModelContract {

    private static final String SMALL =
            "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"done\"],\"properties\":{\"done\":{\"type\":\"boolean\"}}}";
    protected static final String LONG =
            "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"minItems\":200,\"items\":{\"type\":\"integer\"}}}}";

    protected abstract ChatModel model();

    @Test
    void theAnswerFollowsTheSchema() throws Exception {
        ChatReply reply = model().complete(request(SMALL, 60), () -> false);

        assertThat(reply.cut()).isFalse();
        assertThat(Json.mapper().readTree(reply.text()).path("done").isBoolean())
                .isTrue();
    }

    @Test
    void anAnswerThatRunsIntoItsLimitIsSaidToBeCut() throws Exception {
        assertThat(model().complete(request(LONG, 12), () -> false).cut()).isTrue();
    }

    @Test
    void cancellingEndsTheAnswerAndTheNextOneIsGiven() throws Exception {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> model().complete(request(LONG, 600), () -> asked.incrementAndGet() > 3))
                .isInstanceOf(ExtractionCancelledException.class);

        assertThat(model().complete(request(SMALL, 60), () -> false).cut()).isFalse();
    }

    protected static ChatRequest request(String schema, int maxTokens) {
        return new ChatRequest(
                "You answer with JSON only.", "Is it done?", Json.mapper().readTree(schema), "answer", maxTokens);
    }
}
