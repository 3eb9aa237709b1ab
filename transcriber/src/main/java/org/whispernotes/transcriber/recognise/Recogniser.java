package org.whispernotes.transcriber.recognise;

import java.util.List;

/**
 * Turns windows of speech into timed text. One instance owns one loaded model and may be called by several threads;
 * an engine that can run only one window at a time serialises inside.
 */
public interface Recogniser extends AutoCloseable {

    /** What answers: for {@code transcript.json}'s {@code engine} and for logs. */
    EngineDescription description();

    /**
     * Recognises the windows, in any order and as many at once as the engine likes.
     *
     * @param windows speech, 16 kHz mono; an engine splits what is longer than its own window
     * @param listener told as windows finish, on the calling thread; asked for cancellation between steps of decoding
     * @return one result per window, in the windows' order
     * @throws RecognitionCancelledException when the listener said so; nothing is kept
     */
    List<WindowResult> recognise(List<SpeechWindow> windows, RecognitionOptions options, RecognitionListener listener);

    @Override
    void close();
}
