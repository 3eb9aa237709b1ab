package org.whispernotes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whispernotes.system.faults.FaultCase.Fault;
import org.whispernotes.system.faults.FaultCase.Part;

/** A short form of {@link FaultSuiteIT}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {

    private static final int SESSIONS = 6;

    private @Nullable Ordeal ordeal;

    @BeforeAll
    void start(@TempDir Path dir) {
        ordeal = Ordeal.start(dir, SESSIONS);
    }

    @AfterAll
    void stop() {
        if (ordeal != null) {
            ordeal.close();
        }
    }

    static List<FaultCase> cases() {
        return List.of(
                new FaultCase(Fault.KILL, Part.WORKER, Step.CHUNK),
                new FaultCase(Fault.KILL, Part.RABBITMQ, Step.PLAN),
                new FaultCase(Fault.KILL, Part.APP, Step.TODOS));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_session_is_completed_as_if_nothing_had_happened(FaultCase fault) {
        Outcome outcome = Objects.requireNonNull(ordeal).endure(fault);
        assertThat(outcome.isFlawless()).as(outcome.toString()).isTrue();
    }
}
