package org.whispernotes.todos.extract.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatModelContract;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;
import tools.jackson.databind.node.JsonNodeFactory;

class GgufChatTest {

    @Test
    void aFileThatIsNotThereIsRefusedAtStart(@TempDir Path scratch) {
        GgufSettings settings = new GgufSettings(scratch.resolve("missing.gguf"), 2048, 1, 0, 0);

        assertThatThrownBy(() -> new GgufChat(settings, scratch)).hasMessageContaining("notes.todos.gguf.model");
    }

    /** With the file that {@code training/fetch-test-model.sh} fetches. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @EnabledIfEnvironmentVariable(named = "NOTES_TEST_GGUF", matches = ".+")
    class WithAModel extends ChatModelContract {

        @TempDir
        private static Path scratch;

        private GgufChat chat;

        @BeforeAll
        void load() {
            chat = new GgufChat(new GgufSettings(Path.of(System.getenv("NOTES_TEST_GGUF")), 2048, 2, 0, 0), scratch);
        }

        @AfterAll
        void close() {
            chat.close();
        }

        @Override
        protected ChatModel model() {
            return chat;
        }

        @Test
        void aPromptThatDoesNotFitIsSaidToBeCutSoThatItIsHalved() throws Exception {
            ChatReply reply = chat.complete(
                    new ChatRequest("s", "word ".repeat(3000), JsonNodeFactory.instance.objectNode(), "answer", 100),
                    () -> false);

            assertThat(reply).isEqualTo(new ChatReply("", true));
        }
    }
}
