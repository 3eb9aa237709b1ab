package org.whispernotes.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.whispernotes.api.ApiTest;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.runtime.store.MultipartUploads;
import org.whispernotes.runtime.store.StoreException;
import reactor.core.publisher.Flux;

/** What lies in the buffer must be what arrived. */
class FilePartIT extends ApiTest {

    private static final int PIECE = 1 << 20;

    @Autowired
    private MultipartUploads multipart;

    @Autowired
    private UploadSettings settings;

    private final byte[] buffer = new byte[5 * PIECE];

    @Test
    void aPartThatWasChangedOnTheWayIsRefused() {
        ObjectRef ref = ref();

        assertThatThrownBy(() -> store(ref, piece -> buffer[PIECE / 2] ^= piece == 3 ? 1 : 0))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(ref.key());
        assertThat(documents.store().exists(ref)).isFalse();
    }

    @Test
    void whatArrivesIsStored() {
        ObjectRef ref = ref();

        assertThat(store(ref, piece -> {})).isEqualTo(7L * PIECE);

        byte[] stored = documents.store().read(ref);
        assertThat(stored).hasSize(7 * PIECE);
        for (int piece = 0; piece < 7; piece++) {
            assertThat(stored[piece * PIECE + PIECE / 2]).isEqualTo((byte) piece);
        }
    }

    private static ObjectRef ref() {
        return new ObjectRef(Bucket.VIDEO_FILES, "tests/" + UUID.randomUUID() + ".mp4");
    }

    /** Seven pieces, five to a part; each is filled with its number. */
    private Long store(ObjectRef ref, IntConsumer before) {
        String uploadId = multipart.start(ref, "video/mp4");
        Flux<FormPiece> pieces = Flux.range(0, 7).doOnNext(before::accept).map(FilePartIT::piece);
        return FilePart.store(pieces, ref, "video/mp4", uploadId, buffer, multipart, documents.store(), settings)
                .block(LIMIT);
    }

    private static FormPiece piece(int number) {
        byte[] content = new byte[PIECE];
        Arrays.fill(content, (byte) number);
        return new FormPiece("file", "talk.mp4", "video/mp4", null, new FormPiece.Bytes(content), number == 6);
    }
}
