package org.whispernotes.model;

import java.util.Locale;
import java.util.UUID;

/** Where everything lies in the object store. Keys are made from the session, its run and the step, nothing else. */
public final class ObjectKeys {

    private ObjectKeys() {}

    /** The uploaded recording. The extension is reduced to letters and digits; {@code bin} when there is none. */
    public static ObjectRef original(UUID sessionId, String filename) {
        return new ObjectRef(Bucket.VIDEO_FILES, sessionId + "/original." + extension(filename));
    }

    public static ObjectRef transcript(UUID sessionId) {
        return result(sessionId, "transcript.json");
    }

    public static ObjectRef todos(UUID sessionId) {
        return result(sessionId, "todos.json");
    }

    public static ObjectRef summary(UUID sessionId) {
        return result(sessionId, "summary.json");
    }

    /** An earlier run's result, kept when the session is run again. {@code name} is for example {@code todos.json}. */
    public static ObjectRef version(UUID sessionId, int run, String name) {
        return result(sessionId, "versions/" + run + "/" + name);
    }

    /** What upload-api asked for. While it exists the run is wanted; once it is gone the run has ended. */
    public static ObjectRef job(UUID sessionId, int run) {
        return work(sessionId, run, "job.json");
    }

    public static ObjectRef plan(UUID sessionId, int run) {
        return work(sessionId, run, "plan.json");
    }

    /** A chunk as it was planned, for as long as the plan is not complete. */
    public static ObjectRef plannedChunk(UUID sessionId, int run, int index) {
        return work(sessionId, run, String.format(Locale.ROOT, "planned/%04d.json", index));
    }

    /** A piece of the decoded audio, the mix of all channels: 16 kHz, signed 16 bit little endian, no header. */
    public static ObjectRef audioPiece(UUID sessionId, int run, int index) {
        return work(sessionId, run, String.format(Locale.ROOT, "audio/%05d.pcm", index));
    }

    /** What the left channel has more than the mix, and the right less, where the two differ; as {@link #audioPiece}. */
    public static ObjectRef audioSidePiece(UUID sessionId, int run, int index) {
        return work(sessionId, run, String.format(Locale.ROOT, "audio/%05d.side.pcm", index));
    }

    public static ObjectRef chunk(UUID sessionId, int run, int index) {
        return work(sessionId, run, chunkPrefix() + String.format(Locale.ROOT, "%04d.json", index));
    }

    /** Prefix of all chunk results of a run. */
    public static String chunksPrefix(UUID sessionId, int run) {
        return runPrefix(sessionId, run) + chunkPrefix();
    }

    /** The result of one window of the todo generator. */
    public static ObjectRef todosWindow(UUID sessionId, int run, int index) {
        return work(sessionId, run, String.format(Locale.ROOT, "todos/%04d.json", index));
    }

    /** Any scratch object of a run. */
    public static ObjectRef work(UUID sessionId, int run, String name) {
        return new ObjectRef(Bucket.WORK, runPrefix(sessionId, run) + name);
    }

    public static String runPrefix(UUID sessionId, int run) {
        return sessionPrefix(sessionId) + run + "/";
    }

    public static String sessionPrefix(UUID sessionId) {
        return sessionId + "/";
    }

    private static String chunkPrefix() {
        return "chunks/";
    }

    private static ObjectRef result(UUID sessionId, String name) {
        return new ObjectRef(Bucket.TRANSCRIPTS, sessionId + "/" + name);
    }

    private static String extension(String filename) {
        int dot = filename.lastIndexOf('.');
        String extension = dot < 0 ? "" : filename.substring(dot + 1).toLowerCase(Locale.ROOT);
        String safe = extension.replaceAll("[^a-z0-9]", "");
        return safe.isEmpty() || safe.length() > 8 ? "bin" : safe;
    }
}
