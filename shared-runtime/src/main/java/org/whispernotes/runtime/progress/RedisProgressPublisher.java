package org.whispernotes.runtime.progress;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.whispernotes.model.progress.ProgressEvent;
import org.whispernotes.model.progress.ProgressKeys;
import org.whispernotes.model.session.SessionStatus;
import org.whispernotes.model.session.Stage;
import org.whispernotes.model.work.Job;
import org.whispernotes.runtime.Json;

/**
 * Appends each event to the session's log in Redis, renews the snapshot and announces the entry, all in one script and
 * one round trip: the id of the log entry is the id that clients replay from.
 */
public final class RedisProgressPublisher implements ProgressPublisher {

    private static final Logger log = LoggerFactory.getLogger(RedisProgressPublisher.class);

    private final StringRedisTemplate redis;
    private final ProgressSettings settings;
    private final String workerId;
    private final Clock clock;
    private final RedisScript<String> append;
    private final AtomicBoolean away = new AtomicBoolean();

    public RedisProgressPublisher(StringRedisTemplate redis, ProgressSettings settings, String workerId, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.workerId = workerId;
        this.clock = clock;
        DefaultRedisScript<String> script = new DefaultRedisScript<>();
        script.setLocation(new ClassPathResource("append-event.lua", RedisProgressPublisher.class));
        script.setResultType(String.class);
        this.append = script;
    }

    @Override
    public void publish(ProgressEvent event, UUID userId) {
        UUID session = event.sessionId();
        try {
            redis.execute(
                    append,
                    List.of(ProgressKeys.events(session), ProgressKeys.snapshot(session)),
                    event.eventName(),
                    Json.text(event),
                    Integer.toString(settings.maxEvents()),
                    Long.toString(settings.keep().toSeconds()),
                    ProgressKeys.channel(session),
                    ProgressKeys.userChannel(userId),
                    event instanceof ProgressEvent.Progress || event.isTerminal() ? "1" : "0");
            if (away.compareAndSet(true, false)) {
                log.info("Redis is back: progress is live again");
            }
        } catch (RuntimeException e) {
            if (away.compareAndSet(false, true)) {
                log.warn("Redis is away: the work goes on, progress is not live until it is back", e);
            }
        }
    }

    @Override
    public void progress(Job job, Stage stage, double fraction, String message) {
        publish(
                new ProgressEvent.Progress(
                        job.sessionId(),
                        SessionStatus.PROCESSING,
                        stage,
                        Math.round(stage.percentAt(fraction) * 10) / 10.0,
                        message,
                        Math.round(job.sizeBytes() * stage.percentAt(fraction) / 100),
                        job.sizeBytes(),
                        null,
                        null,
                        null,
                        workerId,
                        clock.instant()),
                job.userId());
    }
}
