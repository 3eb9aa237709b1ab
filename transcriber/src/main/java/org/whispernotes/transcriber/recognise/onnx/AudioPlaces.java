package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which place of the cross-attention cache each row of the decoder hears. Where the decoder can be told, audio stays where
 * it was encoded until no row hears it any more; else a row hears the place of its own number only, and audio is copied
 * there. Used by the decoding loop's thread only.
 */
final class AudioPlaces {

    private final CrossCache cache;
    private final int[] heard;
    /** Rows that hear a place. */
    private final int[] listeners;

    private final Deque<Integer> free = new ArrayDeque<>();

    AudioPlaces(CrossCache cache) {
        this.cache = cache;
        this.heard = new int[cache.rows()];
        this.listeners = new int[cache.places()];
        for (int row = 0; row < heard.length; row++) {
            heard[row] = row;
        }
        for (int place = cache.canShare() ? 0 : heard.length; place < listeners.length; place++) {
            free.add(place);
        }
    }

    CrossCache cache() {
        return cache;
    }

    boolean hasRoom() {
        return !free.isEmpty();
    }

    /** A place to encode into, until it is given to a row or given up. */
    int reserve() {
        return free.removeFirst();
    }

    void giveUp(int place) {
        free.add(place);
    }

    /** Lets a free row hear what was encoded. */
    void give(int place, int row) {
        cache.hear(place, row);
        if (cache.canShare()) {
            heard[row] = place;
            listeners[place] = 1;
        } else {
            free.add(place);
        }
    }

    /** Lets a free row hear what another one hears. */
    void share(int from, int to) {
        cache.copyHearing(from, to);
        if (cache.canShare()) {
            heard[to] = heard[from];
            listeners[heard[to]]++;
        }
    }

    /** Lets a free row hear what another one hears, which no longer does. */
    void move(int from, int to) {
        share(from, to);
        release(from);
    }

    /** What the row heard is no longer needed for it. */
    void release(int row) {
        if (cache.canShare() && --listeners[heard[row]] == 0) {
            free.add(heard[row]);
        }
    }

    /** The place that a row hears. */
    int heard(int row) {
        return heard[row];
    }
}
