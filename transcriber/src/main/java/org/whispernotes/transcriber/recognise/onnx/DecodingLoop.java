package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that uses the model: fills free rows with stretches of all requests in turn, runs a step for all rows,
 * and hands each finished row on. Requests wait in a queue that the recogniser bounds.
 */
final class DecodingLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DecodingLoop.class);

    private final WindowDecoding decoding;
    private final EncodeAhead ahead;
    private final int batch;
    private final int mostRows;
    /** One for each stretch in work, and the twins of those that are searched. */
    private final List<Row> rows = new ArrayList<>();

    private final List<Beam> searches = new ArrayList<>();
    private final Deque<Request> requests = new ArrayDeque<>();
    private boolean closed;

    /** @param batch stretches at once; beside them is room for the twins of one that is searched */
    DecodingLoop(WindowDecoding decoding, EncodeAhead ahead, int batch) {
        this.decoding = decoding;
        this.ahead = ahead;
        this.batch = batch;
        this.mostRows = batch + decoding.mostTwins();
    }

    synchronized void submit(Request request) {
        if (closed) {
            throw new IllegalStateException("the recogniser is closed");
        }
        requests.add(request);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void run() {
        while (awaitWork()) {
            try {
                fill();
                if (!rows.isEmpty()) {
                    step();
                }
            } catch (OrtException | RuntimeException e) {
                LOG.error("decoding failed: every window in work fails with it", e);
                rows.stream().map(row -> row.stretch().request()).distinct().forEach(request -> request.fail(e));
                searches.clear();
                for (int row = rows.size() - 1; row >= 0; row--) {
                    decoding.release(rows, row);
                }
                ahead.drop().stream().distinct().forEach(request -> request.fail(e));
            }
        }
        IllegalStateException failure = new IllegalStateException("the recogniser was closed");
        rows.forEach(row -> row.stretch().request().fail(failure));
        ahead.drop().stream().distinct().forEach(request -> request.fail(failure));
        synchronized (this) {
            requests.forEach(request -> request.fail(failure));
        }
    }

    /** False once closed. */
    private synchronized boolean awaitWork() {
        while (!closed && rows.isEmpty() && ahead.isEmpty() && requests.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        return !closed;
    }

    /** A step costs nearly the same for all rows as for one: free rows wait for stretches that are being encoded. */
    private void fill() throws OrtException {
        encodeMore();
        while (stretches() < batch && hasRoomFor(1, searches.size()) && !ahead.isEmpty()) {
            EncodeAhead.Encoded encoded = ahead.take(rows.size());
            if (encoded != null) {
                begin(encoded);
            }
            encodeMore();
        }
    }

    private void begin(EncodeAhead.Encoded encoded) {
        try {
            rows.add(decoding.begin(encoded.stretch(), encoded.frames()));
        } catch (RuntimeException e) {
            decoding.giveUp(rows.size());
            encoded.stretch().request().fail(e);
            throw e;
        }
    }

    private void encodeMore() {
        while (ahead.hasRoom()) {
            Stretch stretch = nextStretch();
            if (stretch == null) {
                return;
            }
            ahead.add(stretch);
        }
    }

    /** Requests take turns; one with nothing left is forgotten here and lives on in its rows. */
    private synchronized @Nullable Stretch nextStretch() {
        while (!requests.isEmpty()) {
            Request request = requests.removeFirst();
            Stretch stretch = request.next();
            if (stretch != null) {
                requests.addLast(request);
                return stretch;
            }
        }
        return null;
    }

    /** A request that was forgotten may have got parts to read again. */
    private synchronized void returnToQueue(Request request) {
        if (request.hasMore() && !requests.contains(request)) {
            requests.addFirst(request);
        }
    }

    /** Those that have a row. */
    private int stretches() {
        return rows.size()
                - searches.stream().mapToInt(search -> search.twins().size()).sum();
    }

    /** Whether so many more stretches may have a row, and so many be searched, each with as many twins as it may take. */
    private boolean hasRoomFor(int more, int searched) {
        return stretches() + more + searched * decoding.mostTwins() <= mostRows;
    }

    private void step() throws OrtException {
        for (Beam search : List.copyOf(searches)) {
            if (search.leader().stretch().request().isCancelled()) {
                end(search);
            }
        }
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (rows.get(row).stretch().request().isCancelled()) {
                decoding.release(rows, row);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        beginSearches();
        decoding.step(rows);
        List<Row> complete = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (!isSearched(rows.get(row)) && decoding.advance(rows.get(row), row)) {
                complete.add(rows.get(row));
            }
        }
        List<Beam> over = new ArrayList<>();
        for (Beam search : searches) {
            if (decoding.advance(search, rows)) {
                over.add(search);
            }
        }
        // What the step said stands by rows: only now may they move.
        for (Beam search : over) {
            end(search);
            if (decoding.found(search)) {
                complete.add(search.leader());
            }
        }
        searches.forEach(search -> dismiss(search.dismissIdle()));
        for (Row row : complete) {
            finish(rows.indexOf(row));
        }
    }

    private boolean isSearched(Row row) {
        return row.isWaiting() || searches.stream().anyMatch(search -> search.holds(row));
    }

    /** As many as there is room for: other stretches wait for theirs in their rows. */
    private void beginSearches() {
        for (Row waiting : rows.stream().filter(Row::isWaiting).toList()) {
            if (hasRoomFor(0, searches.size() + 1)) {
                searches.add(decoding.search(waiting, rows));
            }
        }
    }

    private void end(Beam search) {
        searches.remove(search);
        dismiss(search.twins());
    }

    private void dismiss(List<Row> twins) {
        twins.forEach(twin -> decoding.release(rows, rows.indexOf(twin)));
    }

    /** The row's text is complete: read on behind it, or finish; others take its place. */
    private void finish(int row) throws OrtException {
        Stretch stretch = rows.get(row).stretch();
        boolean more = decoding.accept(rows.get(row), row);
        if (more) {
            stretch.request().readOn(stretch);
        }
        returnToQueue(stretch.request());
        if (!more) {
            stretch.request().finish(stretch);
        }
        decoding.release(rows, row);
    }
}
