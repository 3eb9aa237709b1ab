package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.message.SessionEvent;
import org.whispernotes.model.session.Stage;
import org.whispernotes.testing.Servers;

/** PostgreSQL is killed while events arrive: they are applied once it is back, none is lost or given up. */
class DatabaseOutageIT extends ApiTest {

    @Test
    void events_that_arrive_while_the_database_is_away_are_applied_when_it_is_back() throws Exception {
        UUID id = id(upload("a.mp4", new byte[] {1}));
        awaitStarted(id, 1);
        say(id, 1, SessionEvent.Kind.STARTED, Stage.PREPARE);
        awaitStatus(id, "PROCESSING");

        Thread kill = new Thread(() -> Servers.get().killAndRestart("postgres"));
        kill.start();
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.ASSEMBLE);
        say(id, 1, SessionEvent.Kind.FINISHED, Stage.TODOS);
        kill.join();

        assertThat(awaitStatus(id, "COMPLETED")).containsEntry("language", "en");
        assertThat(json(api.get().uri("/api/admin/dead-letters?sessionId={s}", id), 200))
                .containsEntry("total", 0);
    }
}
