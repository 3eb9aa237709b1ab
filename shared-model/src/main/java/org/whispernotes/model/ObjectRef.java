package org.whispernotes.model;

/** One object: a bucket and a key within it. */
public record ObjectRef(Bucket bucket, String key) {

    public ObjectRef {
        if (key.isEmpty() || key.startsWith("/") || key.contains("..")) {
            throw new IllegalArgumentException("not an object key: '" + key + "'");
        }
    }

    /** {@code bucket/key}, as paths are stored and logged. */
    public String path() {
        return bucket.bucketName() + "/" + key;
    }

    /** The inverse of {@link #path()}. */
    public static ObjectRef ofPath(String path) {
        int slash = path.indexOf('/');
        for (Bucket bucket : Bucket.values()) {
            if (slash > 0 && bucket.bucketName().equals(path.substring(0, slash))) {
                return new ObjectRef(bucket, path.substring(slash + 1));
            }
        }
        throw new IllegalArgumentException("not an object path: '" + path + "'");
    }

    @Override
    public String toString() {
        return path();
    }
}
