package org.whispernotes.api.queue;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.queue.*}.
 *
 * @param order in which waiting sessions get their turn
 * @param active sessions handed to the broker at once; the others wait in the backlog, where their order can still
 *     change. At least as many as there are workers
 * @param maxSize sessions waiting or under way; more are refused with 429
 * @param retryAfter what a refused client is told
 * @param announce how often waiting sessions are told their position, where it has changed
 * @param announced sessions at most that are told
 */
@Validated
@ConfigurationProperties("notes.queue")
public record QueueSettings(
        @DefaultValue("FIFO") QueueOrder order,
        @Min(1) @DefaultValue("16") int active,
        @Min(1) @DefaultValue("10000") int maxSize,
        @DefaultValue("30s") Duration retryAfter,
        @DefaultValue("2s") Duration announce,
        @Min(0) @DefaultValue("200") int announced) {}
