package org.whispernotes.bench.progress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/**
 * Finds in a client's bytes what the load put into each event: {@code bytesProcessed} counts the session's events and
 * {@code bytesTotal} is the moment of publishing; and the ids of the stream. Works byte by byte, so that it does not
 * matter how the bytes are cut.
 */
final class EventScanner {

    private static final byte[] SEQUENCE = ascii("\"bytesProcessed\":");
    private static final byte[] SENT = ascii("\"bytesTotal\":");
    private static final byte[] ID = ascii("\nid: ");

    /** What was found. */
    interface Listener {
        void event(long sequence, long sentNanos, boolean hasId);
    }

    private final Listener listener;
    private final byte[] id = new byte[40];
    private int idLength;
    private int matchedSequence;
    private int matchedSent;
    private int matchedId;
    private boolean inSequence;
    private boolean inSent;
    private boolean inId;
    private boolean idSeen;
    private long sequence;
    private long sent;

    EventScanner(Listener listener) {
        this.listener = listener;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    void scan(ByteBuf bytes) {
        while (bytes.isReadable()) {
            next(bytes.readByte());
        }
    }

    private void next(byte b) {
        boolean digit = b >= '0' && b <= '9';
        if (inSequence) {
            inSequence = digit;
            sequence = digit ? sequence * 10 + b - '0' : sequence;
        }
        if (inSent) {
            if (digit) {
                sent = sent * 10 + b - '0';
            } else {
                inSent = false;
                listener.event(sequence, sent, idSeen);
                idSeen = false;
            }
        }
        if (inId) {
            inId = b != '\n' && idLength < id.length;
            if (inId) {
                id[idLength++] = b;
            }
        }
        matchedSequence = match(SEQUENCE, matchedSequence, b);
        matchedSent = match(SENT, matchedSent, b);
        matchedId = match(ID, matchedId, b);
        if (matchedSequence == SEQUENCE.length) {
            matchedSequence = 0;
            inSequence = true;
            sequence = 0;
        }
        if (matchedSent == SENT.length) {
            matchedSent = 0;
            inSent = true;
            sent = 0;
        }
        if (matchedId == ID.length) {
            matchedId = 0;
            inId = true;
            idSeen = true;
            idLength = 0;
        }
    }

    private static int match(byte[] wanted, int matched, byte b) {
        if (b == wanted[matched]) {
            return matched + 1;
        }
        return b == wanted[0] ? 1 : 0;
    }

    /** The last id; empty when there was none. */
    String lastId() {
        return new String(id, 0, idLength, US_ASCII);
    }
}
