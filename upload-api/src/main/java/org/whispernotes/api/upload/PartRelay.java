package org.whispernotes.api.upload;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.store.StoreFullException;
import reactor.core.publisher.Mono;

/** Passes a part on to the store while it arrives: nothing is kept, whatever its size. */
@Component
class PartRelay {

    private static final String CONTENT_MD5 = "Content-MD5";
    private static final Duration SOON = Duration.ofSeconds(5);

    // The store's answers are small; addresses are signed and must go out exactly as they are.
    private final WebClient client = WebClient.builder()
            .exchangeStrategies(ExchangeStrategies.withDefaults())
            .build();

    /** Where a part goes, and how many bytes it must have. */
    record Destination(URI address, long sizeBytes) {}

    /** Returns the part's ETag. */
    Mono<String> put(Destination destination, ServerHttpRequest part) {
        @Nullable String md5 = part.getHeaders().getFirst(CONTENT_MD5);
        return client.put()
                .uri(destination.address())
                .headers(headers -> {
                    headers.setContentLength(destination.sizeBytes());
                    if (md5 != null) {
                        headers.set(CONTENT_MD5, md5);
                    }
                })
                .body(BodyInserters.fromDataBuffers(part.getBody()))
                .exchangeToMono(PartRelay::etag)
                .onErrorMap(WebClientRequestException.class, PartRelay::unreachable);
    }

    private static Mono<String> etag(ClientResponse response) {
        HttpStatusCode status = response.statusCode();
        if (status.is2xxSuccessful()) {
            String etag = response.headers().asHttpHeaders().getFirst(HttpHeaders.ETAG);
            return response.releaseBody().thenReturn(etag == null ? "" : etag.replace("\"", ""));
        }
        return response.bodyToMono(String.class).defaultIfEmpty("").flatMap(body -> Mono.error(refusal(body)));
    }

    /** S3's error codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
    private static ApiException refusal(String body) {
        if (body.contains("BadDigest") || body.contains("InvalidDigest")) {
            return new ApiException(Problem.CHECKSUM_MISMATCH);
        }
        if (body.contains("NoSuchUpload")) {
            return new ApiException(Problem.UPLOAD_NOT_FOUND);
        }
        if (body.contains("IncompleteBody")) {
            return new ApiException(Problem.INVALID_REQUEST, "The part is shorter than it should be. Send it again.");
        }
        if (StoreFullException.isSaidBy(body)) {
            return new ApiException(Problem.STORE_FULL);
        }
        return new ApiException(Problem.STORE_AWAY).retryAfter(SOON);
    }

    private static ApiException unreachable(WebClientRequestException cause) {
        ApiException away = new ApiException(Problem.STORE_AWAY).retryAfter(SOON);
        away.initCause(cause);
        return away;
    }
}
