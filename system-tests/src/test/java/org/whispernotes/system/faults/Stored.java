package org.whispernotes.system.faults;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.whispernotes.model.Bucket;

/** What lies in the object store, seen from outside. */
final class Stored {

    private final MinioClient store;

    Stored(Map<String, String> springProperties) {
        this.store = MinioClient.builder()
                .endpoint(springProperties.get("notes.store.endpoint"))
                .region(springProperties.getOrDefault("notes.store.region", "us-east-1"))
                .credentials(
                        springProperties.get("notes.store.access-key"), springProperties.get("notes.store.secret-key"))
                .build();
    }

    /** Names below {@code work/{session}/{run}/}, by session. */
    Map<String, Set<String>> workBySession() {
        Map<String, Set<String>> names = new HashMap<>();
        for (String key : keys(Bucket.WORK)) {
            String[] parts = key.split("/", 3);
            names.computeIfAbsent(parts[0], s -> new HashSet<>()).add(parts[2]);
        }
        return names;
    }

    /** Names below {@code transcripts/{session}/}, by session. */
    Map<String, Set<String>> resultsBySession() {
        Map<String, Set<String>> names = new HashMap<>();
        for (String key : keys(Bucket.TRANSCRIPTS)) {
            String[] parts = key.split("/", 2);
            names.computeIfAbsent(parts[0], s -> new HashSet<>()).add(parts[1]);
        }
        return names;
    }

    /** Takes away what lies below a prefix, as an accident would. */
    void delete(Bucket bucket, String prefix) {
        try {
            for (String key : keys(bucket)) {
                if (key.startsWith(prefix)) {
                    store.removeObject(RemoveObjectArgs.builder()
                            .bucket(bucket.bucketName())
                            .object(key)
                            .build());
                }
            }
        } catch (MinioException e) {
            throw new IllegalStateException("the store can't be changed", e);
        }
    }

    Set<String> keys(Bucket bucket) {
        Set<String> keys = new HashSet<>();
        try {
            for (Result<Item> item : store.listObjects(ListObjectsArgs.builder()
                    .bucket(bucket.bucketName())
                    .recursive(true)
                    .build())) {
                keys.add(item.get().objectName());
            }
        } catch (MinioException e) {
            throw new IllegalStateException("the store can't be listed", e);
        }
        return keys;
    }
}
