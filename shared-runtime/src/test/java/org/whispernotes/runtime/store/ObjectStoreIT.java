package org.whispernotes.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.MultipartUploads.UploadedPart;
import org.whispernotes.testing.Servers;

/** The port's promises, held against a real store. */
@SpringBootTest(classes = StoreConfiguration.class)
class ObjectStoreIT {

    @Autowired
    private ObjectStore store;

    @Autowired
    private MultipartUploads uploads;

    private final String prefix = UUID.randomUUID() + "/";
    private final ObjectRef ref = new ObjectRef(Bucket.WORK, prefix + "thing.json");

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.register(registry);
    }

    @Test
    void what_was_written_is_read_whole_and_in_ranges() throws Exception {
        store.write(ref, bytes("0123456789"), "text/plain", Map.of("run", "3"));

        assertThat(store.read(ref)).isEqualTo(bytes("0123456789"));
        try (InputStream part = store.open(ref, 3, 4)) {
            assertThat(part.readAllBytes()).isEqualTo(bytes("3456"));
        }
        try (InputStream tail = store.open(ref, 8, 100)) {
            assertThat(tail.readAllBytes()).isEqualTo(bytes("89"));
        }
        StoredObject stat = store.stat(ref).orElseThrow();
        assertThat(stat.size()).isEqualTo(10);
        assertThat(stat.contentType()).isEqualTo("text/plain");
        assertThat(stat.metadata()).containsEntry("run", "3");
    }

    @Test
    void what_is_not_there_is_said_so() {
        assertThat(store.stat(ref)).isEmpty();
        assertThat(store.find(ref)).isEmpty();
        assertThatThrownBy(() -> store.read(ref)).isInstanceOf(ObjectMissingException.class);
        assertThatThrownBy(() -> store.open(ref, 0, 1)).isInstanceOf(ObjectMissingException.class);
        store.delete(ref);
    }

    @Test
    void a_stream_of_unknown_length_becomes_an_object() {
        byte[] content = new byte[9 << 20];
        Arrays.fill(content, (byte) 7);

        store.write(ref, new ByteArrayInputStream(content), "application/octet-stream");

        assertThat(store.stat(ref).orElseThrow().size()).isEqualTo(content.length);
    }

    @Test
    void a_prefix_is_listed_in_order_and_removed_as_a_whole() {
        for (String name : List.of("b", "a", "sub/c")) {
            store.write(new ObjectRef(Bucket.WORK, prefix + name), bytes(name), "text/plain", Map.of());
        }

        assertThat(store.list(Bucket.WORK, prefix))
                .extracting(object -> object.ref().key())
                .containsExactly(prefix + "a", prefix + "b", prefix + "sub/c");
        assertThat(store.deleteAll(Bucket.WORK, prefix)).isEqualTo(3);
        assertThat(store.list(Bucket.WORK, prefix)).isEmpty();
        assertThatThrownBy(() -> store.deleteAll(Bucket.WORK, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void documents_remember_the_run_that_wrote_them() {
        Documents documents = new Documents(store);
        assertThat(documents.isFromRun(ref, 1)).isFalse();

        documents.writeResult(ref, Map.of("a", 1), 2);

        assertThat(documents.isFromRun(ref, 2)).isTrue();
        assertThat(documents.isFromRun(ref, 3)).isFalse();
        assertThat(documents.read(ref, Map.class)).containsEntry("a", 1);
    }

    @Test
    void parts_sent_by_anyone_and_by_us_become_one_object() throws Exception {
        byte[] first = new byte[5 << 20];
        Arrays.fill(first, (byte) 1);
        byte[] second = bytes("the end");
        String id = uploads.start(ref, "video/mp4");
        URI address = uploads.presignPart(ref, id, 1, Duration.ofMinutes(5));
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(first))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        String md5 = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5").digest(second));
        uploads.putPart(ref, id, 2, second, second.length, md5);

        List<UploadedPart> parts = uploads.parts(ref, id);
        assertThat(parts).extracting(UploadedPart::number).containsExactly(1, 2);
        assertThat(parts).extracting(UploadedPart::size).containsExactly((long) first.length, (long) second.length);
        uploads.complete(ref, id, parts);

        StoredObject stat = store.stat(ref).orElseThrow();
        assertThat(stat.size()).isEqualTo(first.length + second.length);
        assertThat(stat.contentType()).isEqualTo("video/mp4");
        assertThatThrownBy(() -> uploads.parts(ref, id)).isInstanceOf(UploadMissingException.class);
        uploads.abort(ref, id);
    }

    @Test
    void a_part_that_arrives_changed_is_refused() {
        String id = uploads.start(ref, "video/mp4");

        assertThatThrownBy(() -> uploads.putPart(ref, id, 1, bytes("abc"), 3, "1B2M2Y8AsgTpgAmY7PhCfg=="))
                .isInstanceOf(StoreException.class);
        uploads.abort(ref, id);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
