package org.whispernotes.api.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.reconciler.*}.
 *
 * @param interval between two looks
 * @param abandonedAfter a session of which nothing was heard or stored for so long is begun again; above
 *     {@code notes.step.timeout}, or what is worked on is begun twice
 * @param scratchAfter scratch of runs that have ended is removed when it is older
 */
@ConfigurationProperties("notes.reconciler")
public record ReconcilerSettings(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("25m") Duration abandonedAfter,
        @DefaultValue("2m") Duration scratchAfter) {}
