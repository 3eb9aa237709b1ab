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
    /** One for each stretch in work, and the twins of the one that is searched. */
    private final List<Row> rows = new ArrayList<>();

    private @Nullable Beam search;
    private final Deque<Request> requests = new ArrayDeque<>();
    private boolean closed;

    DecodingLoop(WindowDecoding decoding, EncodeAhead ahead, int batch) {
        this.decoding = decoding;
        this.ahead = ahead;
        this.batch = batch;
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
                rows.clear();
                search = null;
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
        while (rows.size() - twins() < batch && !ahead.isEmpty()) {
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

    private int twins() {
        return search == null ? 0 : search.rows().size() - 1;
    }

    private void step() throws OrtException {
        if (search != null && search.leader().stretch().request().isCancelled()) {
            dismissTwins(search);
        }
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (rows.get(row).stretch().request().isCancelled()) {
                release(row);
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        beginSearch();
        decoding.step(rows);
        List<Row> complete = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (!isSearched(rows.get(row)) && decoding.advance(rows.get(row), row)) {
                complete.add(rows.get(row));
            }
        }
        advanceSearch(complete);
        // What the step said stands by rows: only now may they move.
        for (Row row : complete) {
            finish(rows.indexOf(row));
        }
    }

    private boolean isSearched(Row row) {
        return row.isWaiting() || search != null && search.rows().contains(row);
    }

    /** One search at a time: others wait in their rows, so that there is always room to go on. */
    private void beginSearch() {
        Row waiting = rows.stream().filter(Row::isWaiting).findFirst().orElse(null);
        if (search != null || waiting == null) {
            return;
        }
        int first = rows.size();
        List<Row> twins = new ArrayList<>();
        for (int i = 0; i < decoding.twins(); i++) {
            twins.add(waiting.twin());
        }
        rows.addAll(twins);
        search = decoding.search(waiting, rows.indexOf(waiting), twins, first);
    }

    private void advanceSearch(List<Row> complete) {
        Beam current = search;
        if (current != null && decoding.advance(current, rows)) {
            if (decoding.found(current)) {
                complete.add(current.leader());
            }
            dismissTwins(current);
        }
    }

    private void dismissTwins(Beam over) {
        search = null;
        for (int i = over.rows().size() - 1; i > 0; i--) {
            release(rows.indexOf(over.rows().get(i)));
        }
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
        release(row);
    }

    private void release(int row) {
        int last = rows.size() - 1;
        if (row != last) {
            decoding.move(last, row);
            rows.set(row, rows.get(last));
        }
        rows.remove(last);
    }
}
