package org.whispernotes.api.upload;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;

/**
 * A piece of a form as it arrives. The bytes are copied out of the network's buffer at once: such buffers are counted by
 * hand, and pieces cross threads and can be dropped on the way.
 *
 * @param filename null when it is a field; empty for a file input that was left empty
 * @param value of a field
 * @param isLast whether the next piece belongs to another part
 */
record FormPiece(
        String field,
        @Nullable String filename,
        @Nullable String contentType,
        @Nullable String value,
        Bytes bytes,
        boolean isLast) {

    /** Bytes that are handed on once and read by one. */
    static final class Bytes {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        int length() {
            return content.length;
        }

        void copy(int from, byte[] to, int at, int length) {
            System.arraycopy(content, from, to, at, length);
        }

        void digest(int from, int length, MessageDigest digest) {
            digest.update(content, from, length);
        }
    }

    static FormPiece of(PartEvent event) {
        DataBuffer content = event.content();
        byte[] bytes = new byte[content.readableByteCount()];
        content.read(bytes);
        DataBufferUtils.release(content);
        MediaType type = event.headers().getContentType();
        return new FormPiece(
                event.name(),
                event instanceof FilePartEvent file ? file.filename() : null,
                type == null ? null : type.toString(),
                event instanceof FormPartEvent field ? field.value() : null,
                new Bytes(bytes),
                event.isLast());
    }

    boolean isFile() {
        return filename != null && !isEmptyInput();
    }

    /** Browsers send an empty part for a file input that was left empty. */
    private boolean isEmptyInput() {
        return String.valueOf(filename).isEmpty() && isLast && bytes.length() == 0;
    }
}
