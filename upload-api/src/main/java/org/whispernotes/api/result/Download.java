package org.whispernotes.api.result;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.ObjectStore;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Objects on their way out: read as fast as the client takes them, never whole in memory. */
final class Download {

    private static final int BUFFER_BYTES = 64 << 10;

    private Download() {}

    static Mono<Void> stream(ObjectStore store, ObjectRef ref, long offset, long length, ServerHttpResponse response) {
        if (length == 0) {
            return response.setComplete();
        }
        // Opening waits for the store, so it happens before the status is sent: a failure is still told properly.
        return Mono.fromCallable(() -> store.open(ref, offset, length))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(in -> response.writeWith(read(in, response)));
    }

    private static Flux<DataBuffer> read(InputStream in, ServerHttpResponse response) {
        return DataBufferUtils.readInputStream(() -> in, response.bufferFactory(), BUFFER_BYTES)
                .subscribeOn(Schedulers.boundedElastic());
    }

    static String etag(StoredObject object) {
        return '"' + object.etag().replace("\"", "") + '"';
    }

    /** Names the download after the recording: {@code meeting.mp4} becomes {@code meeting.srt}. */
    static void attach(HttpHeaders headers, String recording, String extension) {
        int dot = recording.lastIndexOf('.');
        String name = (dot > 0 ? recording.substring(0, dot) : recording) + "." + extension;
        headers.setContentDisposition(ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build());
    }
}
