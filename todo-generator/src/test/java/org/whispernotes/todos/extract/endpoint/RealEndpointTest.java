package org.whispernotes.todos.extract.endpoint;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.whispernotes.todos.extract.writing.ChatModel;
import org.whispernotes.todos.extract.writing.ChatModelContract;

/** Against a server that really generates: {@code NOTES_TEST_ENDPOINT} is its address up to {@code /v1}. */
@EnabledIfEnvironmentVariable(named = "NOTES_TEST_ENDPOINT", matches = "http.+")
class RealEndpointTest extends ChatModelContract {

    @Override
    protected ChatModel model() {
        URI url = URI.create(System.getenv("NOTES_TEST_ENDPOINT"));
        return new EndpointChat(
                new EndpointSettings(
                        url, "default", List.of(), null, Duration.ofMinutes(3), 2, Duration.ofSeconds(5), 0),
                Clock.systemUTC());
    }
}
