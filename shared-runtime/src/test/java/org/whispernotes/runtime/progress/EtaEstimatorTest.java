package org.whispernotes.runtime.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EtaEstimatorTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private final EtaEstimator estimator = new EtaEstimator();
    private final UUID session = UUID.randomUUID();

    @Test
    void evenGrowthGivesTheTimeThatIsLeftAndConfidenceGrowsWithIt() {
        assertThat(estimator.estimate(session, 1, 0, START)).isEmpty();
        EtaEstimator.Eta early =
                estimator.estimate(session, 1, 10, START.plusSeconds(10)).orElseThrow();
        EtaEstimator.Eta late =
                estimator.estimate(session, 1, 80, START.plusSeconds(80)).orElseThrow();
        assertThat(early.seconds()).isEqualTo(90);
        assertThat(late.seconds()).isEqualTo(20);
        assertThat(late.confidence()).isGreaterThan(early.confidence()).isLessThanOrEqualTo(0.95);
    }

    @Test
    void saysNothingBeforeEnoughWasSeen() {
        estimator.estimate(session, 1, 5, START);
        assertThat(estimator.estimate(session, 1, 5.5, START.plusSeconds(60))).isEmpty();
        assertThat(estimator.estimate(session, 1, 20, START.plusMillis(100))).isEmpty();
    }

    @Test
    void anotherRunIsMeasuredAnew() {
        estimator.estimate(session, 1, 0, START);
        assertThat(estimator.estimate(session, 2, 50, START.plusSeconds(100))).isEmpty();
        assertThat(estimator
                        .estimate(session, 2, 75, START.plusSeconds(110))
                        .orElseThrow()
                        .seconds())
                .isEqualTo(10);
    }
}
