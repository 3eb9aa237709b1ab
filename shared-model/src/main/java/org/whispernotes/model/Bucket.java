package org.whispernotes.model;

/** The three buckets of the object store. */
public enum Bucket {
    /** Recordings as they were uploaded; stay until the user deletes them. */
    VIDEO_FILES("video-files"),
    /** Results; stay until the user deletes them. */
    TRANSCRIPTS("transcripts"),
    /** Scratch of runs under way. */
    WORK("work");

    private final String bucketName;

    Bucket(String bucketName) {
        this.bucketName = bucketName;
    }

    public String bucketName() {
        return bucketName;
    }
}
