package org.whispernotes.todos.extract.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.whispernotes.todos.Talks;
import org.whispernotes.todos.TodoGenerator;
import org.whispernotes.todos.document.Findings;
import org.whispernotes.todos.extract.EngineChoice;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.Extractors;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.extract.embedded.EmbeddedExtractor;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatModelContract;
import org.whispernotes.todos.extract.writing.ChatReply;
import org.whispernotes.todos.extract.writing.ChatRequest;
import org.whispernotes.todos.extract.writing.WritingExtractor;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.WindowPlanner;
import org.whispernotes.todos.window.WindowResults;
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

        /** Whatever so small a model writes: either it holds or the quotes take its place and the findings say so. */
        @Test
        void aTalkIsReadByItAndEveryClaimIsChecked() throws Exception {
            Extractors extractors = new Extractors(List.of(new WritingExtractor(chat, 120)), new EmbeddedExtractor());
            Talk talk = Talks.english(
                    "Ann: Ben, could you please send the release notes to the customers by Friday?",
                    "Ben: Yes, I'll do that.");

            Findings findings = new TodoGenerator(extractors, new WindowPlanner(9000, 6))
                    .generate(
                            talk,
                            EngineChoice.of("gguf"),
                            Guidance.none(),
                            new OneWindow(),
                            (done, all) -> {},
                            () -> false,
                            () -> false)
                    .orElseThrow();

            if (findings.engine().name().equals("gguf")) {
                assertThat(findings.engine().model()).endsWith(".gguf");
            } else {
                assertThat(findings.warnings()).contains("todos-reply-unusable");
                assertThat(findings.todos()).hasSize(1);
            }
            assertThat(findings.todos())
                    .allSatisfy(todo -> assertThat(todo.segmentIds()).isSubsetOf(0, 1));
        }

        @Test
        void anAnswerUnderWayEndsWhenTheServiceStops() throws Exception {
            GgufChat stopping =
                    new GgufChat(new GgufSettings(Path.of(System.getenv("NOTES_TEST_GGUF")), 2048, 2, 0, 0), scratch);
            AtomicInteger asked = new AtomicInteger();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return stopping.complete(request(LONG, 1500), () -> asked.incrementAndGet() < 0)
                            .text();
                } catch (ExtractionCancelledException e) {
                    return "stopped";
                } catch (ExtractionException e) {
                    throw new CompletionException(e);
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() > 2);

            stopping.close();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("stopped");
        }

        @Test
        void aPromptThatDoesNotFitIsSaidToBeCutSoThatItIsHalved() throws Exception {
            ChatReply reply = chat.complete(
                    new ChatRequest("s", "word ".repeat(3000), JsonNodeFactory.instance.objectNode(), "answer", 100),
                    () -> false);

            assertThat(reply).isEqualTo(new ChatReply("", true));
        }
    }

    private static final class OneWindow implements WindowResults {
        @Override
        public Optional<WindowFindings> find(int index) {
            return Optional.empty();
        }

        @Override
        public void store(int index, WindowFindings findings) {
            assertThat(index).isZero();
        }
    }
}
