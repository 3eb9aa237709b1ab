package org.whispernotes.api.deadletter;

import com.rabbitmq.client.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.whispernotes.api.problem.DatabaseAway;
import org.whispernotes.api.session.SessionChanges;
import org.whispernotes.model.Problem;

/**
 * Records what gave up and fails its session so that it can be replayed. A dead letter is acknowledged once it is
 * recorded; while the database is away it is held, and after that handed back to the broker.
 */
class DeadLetterConsumer implements ChannelAwareMessageListener {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterConsumer.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration OUTAGE = Duration.ofMinutes(20);

    private final DeadLetters letters;
    private final SessionChanges sessions;
    private final Clock clock;

    DeadLetterConsumer(DeadLetters letters, SessionChanges sessions, Clock clock) {
        this.letters = letters;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public void onMessage(Message message, @Nullable Channel channel) throws Exception {
        long tag = message.getMessageProperties().getDeliveryTag();
        try {
            record(message);
        } catch (RuntimeException e) {
            log.error("a dead letter could not be recorded, the broker keeps it", e);
            // Not at once: the broker would deliver it again at once.
            Thread.sleep(PAUSE.toMillis());
            if (channel != null) {
                channel.basicNack(tag, false, true);
            }
            return;
        }
        if (channel != null) {
            channel.basicAck(tag, false);
        }
    }

    private void record(Message message) throws InterruptedException {
        DeadLetter letter = DeadLetterReader.read(message, clock.instant());
        DatabaseAway.waitOut(OUTAGE, () -> {
            letters.record(letter).block(LIMIT);
            failSession(letter);
            return null;
        });
        log.error(
                "session {}: {} of {} is dead letter {} ({}: {}); it can be replayed",
                letter.sessionId(),
                letter.step(),
                letter.queue(),
                letter.id(),
                letter.exceptionClass(),
                letter.exceptionMessage());
    }

    private void failSession(DeadLetter letter) {
        UUID session = letter.sessionId();
        Integer run = letter.run();
        if (session != null && run != null) {
            Problem problem = problem(letter.exceptionClass());
            sessions.fail(session, run, problem.code(), problem.sentence(), true)
                    .block(LIMIT);
        }
    }

    /** What the person is told; whoever runs the system sees the cause itself. */
    private static Problem problem(String exceptionClass) {
        String name = exceptionClass.substring(exceptionClass.lastIndexOf('.') + 1);
        return switch (name) {
            case DeadLetter.DELIVERY_LIMIT -> Problem.WORKER_KILLED;
            case "StepTimeoutException" -> Problem.TASK_TIMEOUT;
            case "StoreFullException" -> Problem.STORE_FULL;
            case "ModelMissingException" -> Problem.MODEL_MISSING;
            default -> Problem.GAVE_UP;
        };
    }
}
