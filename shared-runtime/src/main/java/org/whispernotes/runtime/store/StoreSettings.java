package org.whispernotes.runtime.store;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.store.*}.
 *
 * @param endpoint of the S3 API, as this process reaches it
 * @param publicEndpoint the same as browsers reach it; presigned addresses carry it
 * @param region S3 region
 * @param timeout for one answer of the store
 */
@Validated
@ConfigurationProperties("notes.store")
public record StoreSettings(
        @NotNull URI endpoint,
        @Nullable URI publicEndpoint,
        @NotBlank String accessKey,
        @NotBlank String secretKey,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("30s") Duration timeout) {

    URI publicEndpointOrEndpoint() {
        return publicEndpoint == null ? endpoint : publicEndpoint;
    }
}
