package org.whispernotes.api.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whispernotes.api.session.Session;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.model.document.Segment;
import org.whispernotes.model.document.Transcript;
import org.whispernotes.model.work.ChunkResult;
import org.whispernotes.runtime.store.Documents;

/**
 * The text of one session as it is heard, in the order of the recording. Chunks are heard in any order, by any worker; a
 * chunk's text comes when all before it have come. Used by one thread at a time.
 */
final class HeardText {

    /** What is cut differently in the end must not come twice. */
    private static final double SAME_SECONDS = 0.05;

    private final Session session;
    private final Documents documents;
    private int nextChunk;
    private double until = -1;
    private boolean begun;

    HeardText(Session session, Documents documents) {
        this.session = session;
        this.documents = documents;
    }

    /** What came since the last call. Blocks on the store. */
    List<String> more() {
        List<String> pieces = new ArrayList<>();
        Optional<ChunkResult> chunk = next();
        while (chunk.isPresent()) {
            nextChunk++;
            chunk.get().segments().forEach(segment -> add(segment, pieces));
            chunk = next();
        }
        return pieces;
    }

    /** What is in the finished transcript and has not come yet. */
    List<String> rest(Transcript transcript) {
        List<String> pieces = new ArrayList<>();
        for (Segment segment : transcript.segments()) {
            if (segment.start() >= until - SAME_SECONDS) {
                add(segment, pieces);
            }
        }
        return pieces;
    }

    private Optional<ChunkResult> next() {
        return documents.find(ObjectKeys.chunk(session.id(), session.run(), nextChunk), ChunkResult.class);
    }

    private void add(Segment segment, List<String> pieces) {
        String text = segment.text().strip();
        if (!text.isEmpty()) {
            pieces.add(begun ? " " + text : text);
            begun = true;
        }
        until = Math.max(until, segment.end());
    }
}
