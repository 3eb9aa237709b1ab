package org.whispernotes.model;

import java.util.Locale;

/**
 * Everything that can go wrong in a way that someone is told about: a stable code, the HTTP status that carries it, and
 * a sentence that says what to do. The one table for REST errors, failed sessions and the wire protocols.
 */
public enum Problem {
    // The recording's own failures: the session ends FAILED, nothing is dead-lettered.
    EMPTY_FILE(Kind.RECORDING, 422, "The file is empty. Check the recording on your device and upload it again."),
    NOT_MEDIA(
            Kind.RECORDING,
            422,
            "This is not an audio or video file that can be read. Upload the original recording (mp4, mov, mkv, webm, m4a, mp3, wav, flac, ogg)."),
    NO_AUDIO(Kind.RECORDING, 422, "The file has no audio track. Upload a recording with sound."),
    TRUNCATED(
            Kind.RECORDING,
            422,
            "The recording is cut off: the file is shorter than it says it is. Upload it again from the original."),
    DAMAGED(
            Kind.RECORDING,
            422,
            "The audio in this file is damaged and can't be decoded. Upload it again from the original."),
    PLAYLIST(
            Kind.RECORDING,
            422,
            "This file is a playlist that points to other files, not a recording. Upload the recording itself."),
    TOO_LONG(Kind.RECORDING, 422, "The recording is longer than this server accepts. Split it and upload the parts."),
    RECORDING_GONE(
            Kind.RECORDING, 410, "The recording is no longer in the store, so it can't be processed. Upload it again."),
    LANGUAGE_UNKNOWN(
            Kind.RECORDING, 422, "The model does not know that language. Choose another one or leave it to detection."),

    // The caller's mistakes.
    INVALID_REQUEST(Kind.REQUEST, 400, "The request is not valid."),
    NOT_SIGNED_IN(Kind.REQUEST, 401, "Sign in first: the request carries no valid key or token."),
    FORBIDDEN(Kind.REQUEST, 403, "This belongs to someone else."),
    SESSION_NOT_FOUND(Kind.REQUEST, 404, "There is no such session. It may have been deleted."),
    UPLOAD_NOT_FOUND(Kind.REQUEST, 404, "There is no such upload. It may have expired; start it again."),
    TODO_NOT_FOUND(Kind.REQUEST, 404, "There is no such todo in this session."),
    RESULT_NOT_READY(Kind.REQUEST, 404, "This result does not exist yet. Follow the session's progress."),
    DEAD_LETTER_NOT_FOUND(Kind.REQUEST, 404, "There is no such dead letter."),
    NOT_FOUND(Kind.REQUEST, 404, "There is nothing at this address."),
    METHOD_NOT_ALLOWED(Kind.REQUEST, 405, "That method does not work at this address."),
    CONFLICT(Kind.REQUEST, 409, "The session is not in a state that allows this."),
    UPLOAD_INCOMPLETE(Kind.REQUEST, 409, "Parts of the upload are missing. Send them and complete again."),
    CHECKSUM_MISMATCH(Kind.REQUEST, 400, "The part arrived changed: its checksum does not match. Send it again."),
    TOO_LARGE(Kind.REQUEST, 413, "The file is larger than this server accepts."),
    UNSUPPORTED_TYPE(Kind.REQUEST, 415, "That content type is not accepted here."),
    RANGE_NOT_SATISFIABLE(Kind.REQUEST, 416, "The requested range lies outside the recording."),
    QUEUE_FULL(Kind.REQUEST, 429, "The queue is full. Try again later."),
    TOO_MANY_CONNECTIONS(Kind.REQUEST, 429, "Too many open connections. Close some and try again."),

    // The system's failures: retried, then dead-lettered; the session ends FAILED and can be replayed.
    MODEL_MISSING(
            Kind.SYSTEM,
            503,
            "The speech model is not installed on the server. Run './notes up' or set NOTES_MODELS_DIR."),
    STORE_AWAY(Kind.SYSTEM, 503, "The object store does not answer. Nothing is lost; try again in a moment."),
    STORE_FULL(
            Kind.SYSTEM,
            507,
            "The object store has no space left. Nothing that is stored is lost: delete recordings that are not needed any more, or give it a larger disk, and try again."),
    BROKER_AWAY(Kind.SYSTEM, 503, "The message broker does not answer. Nothing is lost; try again in a moment."),
    DATABASE_AWAY(Kind.SYSTEM, 503, "The database does not answer. Nothing is lost; try again in a moment."),
    PROGRESS_AWAY(
            Kind.SYSTEM, 503, "Live progress is interrupted. The work goes on; ask for the session itself meanwhile."),
    GAVE_UP(
            Kind.SYSTEM,
            500,
            "Processing failed and was put aside. The recording is safe; an administrator can replay it, or retry it yourself."),
    WORKER_KILLED(
            Kind.SYSTEM,
            500,
            "A worker died on this recording again and again. It was put aside; an administrator can replay it."),
    TASK_TIMEOUT(
            Kind.SYSTEM, 500, "Processing took longer than allowed and was stopped. Retry it, or raise the limit."),
    INTERNAL(Kind.SYSTEM, 500, "Something went wrong on the server. It has been logged.");

    /** Whose failure it is, which decides whether it is retried. */
    public enum Kind {
        RECORDING,
        REQUEST,
        SYSTEM
    }

    private final Kind kind;
    private final int httpStatus;
    private final String sentence;

    Problem(Kind kind, int httpStatus, String sentence) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.sentence = sentence;
    }

    /** Stable, lower case with hyphens: {@code no-audio}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Kind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** What a person is told, with what to do about it. */
    public String sentence() {
        return sentence;
    }
}
