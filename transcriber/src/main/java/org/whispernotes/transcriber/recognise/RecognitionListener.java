package org.whispernotes.transcriber.recognise;

/** Told as recognition proceeds, and asked whether it should. */
public interface RecognitionListener {

    RecognitionListener NONE = new RecognitionListener() {};

    /** Window {@code index} of the request is done. */
    default void onWindow(int index, WindowResult result) {}

    /** Asked often (at least once a decoded window, better once a second); true stops the work soon. */
    default boolean isCancelled() {
        return false;
    }
}
