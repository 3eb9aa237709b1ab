package org.whispernotes.runtime.broker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.broker.*}.
 *
 * @param retryDelays after the first, second, … failure; the last failure after these is a dead letter. Each delay has a
 *     queue of its own: changing them leaves the old, empty queues behind
 * @param deliveryLimit how often a message may kill its worker before it is a dead letter
 * @param confirmTimeout how long the broker may take to confirm
 * @param stopGrace how long a stopping process may go on with what it has begun
 * @param concurrency messages worked on at once in this process, by queue name; 1 where nothing is said
 */
@Validated
@ConfigurationProperties("notes.broker")
public record BrokerSettings(
        @NotEmpty @DefaultValue({"5s", "30s", "2m", "10m"}) List<Duration> retryDelays,
        @Min(1) @Max(100) @DefaultValue("5") int deliveryLimit,
        @DefaultValue("10s") Duration confirmTimeout,
        @DefaultValue("20s") Duration stopGrace,
        @DefaultValue Map<String, Integer> concurrency) {

    int concurrencyOf(String queueName) {
        return concurrency.getOrDefault(queueName, 1);
    }
}
