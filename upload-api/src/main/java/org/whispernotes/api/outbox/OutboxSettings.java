package org.whispernotes.api.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.outbox.*}.
 *
 * @param poll how often to look for what other replicas left behind; own changes are relayed at once
 * @param lease how long one relay may take for an entry before another takes over
 * @param batch entries leased at once
 * @param parallel entries worked on at once
 * @param maxDelay longest pause between two attempts at the same entry
 */
@Validated
@ConfigurationProperties("notes.outbox")
public record OutboxSettings(
        @DefaultValue("1s") Duration poll,
        @DefaultValue("60s") Duration lease,
        @Min(1) @Max(1000) @DefaultValue("50") int batch,
        @Min(1) @Max(64) @DefaultValue("4") int parallel,
        @DefaultValue("30s") Duration maxDelay) {}
