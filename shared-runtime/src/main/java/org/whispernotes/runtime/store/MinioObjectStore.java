package org.whispernotes.runtime.store;

import static org.whispernotes.runtime.store.MinioCalls.call;

import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;

/** {@link ObjectStore} over the S3 API. */
final class MinioObjectStore implements ObjectStore {

    private static final long STREAM_PART_BYTES = 8L << 20;

    private final MinioClient client;

    MinioObjectStore(MinioClient client) {
        this.client = client;
    }

    void createBuckets() {
        for (Bucket bucket : Bucket.values()) {
            String name = bucket.bucketName();
            ObjectRef anything = new ObjectRef(bucket, "*");
            call(anything, () -> {
                if (!client.bucketExists(BucketExistsArgs.builder().bucket(name).build())) {
                    makeBucket(name);
                }
                return name;
            });
        }
    }

    private void makeBucket(String name) throws MinioException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
        } catch (ErrorResponseException e) {
            // Another service that starts at the same time was first.
            if (!e.errorResponse().code().startsWith("BucketAlready")) {
                throw e;
            }
        }
    }

    @Override
    public Optional<StoredObject> stat(ObjectRef ref) {
        try {
            StatObjectResponse stat = client.statObject(StatObjectArgs.builder()
                    .bucket(bucket(ref))
                    .object(ref.key())
                    .build());
            Map<String, String> metadata = new TreeMap<>();
            for (Map.Entry<String, String> entry : stat.userMetadata()) {
                metadata.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
            }
            return Optional.of(new StoredObject(
                    ref,
                    stat.size(),
                    stat.etag(),
                    stat.contentType(),
                    stat.lastModified().toInstant(),
                    metadata));
        } catch (MinioException e) {
            if (MinioCalls.isMissing(e)) {
                return Optional.empty();
            }
            throw MinioCalls.failure(ref, e);
        }
    }

    @Override
    public InputStream open(ObjectRef ref) {
        return call(
                ref,
                () -> client.getObject(GetObjectArgs.builder()
                        .bucket(bucket(ref))
                        .object(ref.key())
                        .build()));
    }

    @Override
    public InputStream open(ObjectRef ref, long offset, long length) {
        return call(
                ref,
                () -> client.getObject(GetObjectArgs.builder()
                        .bucket(bucket(ref))
                        .object(ref.key())
                        .offset(offset)
                        .length(length)
                        .build()));
    }

    @Override
    public byte[] read(ObjectRef ref) {
        try (InputStream in = open(ref)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StoreException("object store: reading " + ref.path() + " broke off", e);
        }
    }

    @Override
    public Optional<byte[]> find(ObjectRef ref) {
        try {
            return Optional.of(read(ref));
        } catch (ObjectMissingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata) {
        call(
                ref,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket(ref))
                        .object(ref.key())
                        .data(content, content.length)
                        .contentType(contentType)
                        .userMetadata(metadata)
                        .build()));
    }

    @Override
    public void replace(ObjectRef ref, byte[] content, String contentType, Map<String, String> metadata, String etag) {
        call(
                ref,
                () -> client.putObject(PutObjectArgs.builder()
                        .bucket(bucket(ref))
                        .object(ref.key())
                        .data(content, content.length)
                        .contentType(contentType)
                        .userMetadata(metadata)
                        .extraHeaders(Map.of("If-Match", '"' + etag.replace("\"", "") + '"'))
                        .build()));
    }

    @Override
    public void write(ObjectRef ref, InputStream content, String contentType) {
        call(
                ref,
                () -> client.putObject(PutObjectArgs.builder().bucket(bucket(ref)).object(ref.key()).stream(
                                content, -1L, STREAM_PART_BYTES)
                        .contentType(contentType)
                        .build()));
    }

    @Override
    public List<StoredObject> list(Bucket bucket, String prefix) {
        ObjectRef listed = new ObjectRef(bucket, prefix.isEmpty() ? "*" : prefix);
        List<StoredObject> objects = new ArrayList<>();
        Iterable<Result<Item>> results = client.listObjects(ListObjectsArgs.builder()
                .bucket(bucket.bucketName())
                .prefix(prefix)
                .recursive(true)
                .build());
        for (Result<Item> result : results) {
            Item item = call(listed, result::get);
            Instant modified = item.lastModified() == null
                    ? Instant.EPOCH
                    : item.lastModified().toInstant();
            ObjectRef ref = new ObjectRef(bucket, item.objectName());
            objects.add(new StoredObject(ref, item.size(), item.etag(), null, modified, Map.of()));
        }
        return objects;
    }

    @Override
    public void copy(ObjectRef from, ObjectRef to) {
        call(
                from,
                () -> client.copyObject(CopyObjectArgs.builder()
                        .bucket(bucket(to))
                        .object(to.key())
                        .source(SourceObject.builder()
                                .bucket(bucket(from))
                                .object(from.key())
                                .build())
                        .build()));
    }

    @Override
    public void delete(ObjectRef ref) {
        call(ref, () -> {
            client.removeObject(RemoveObjectArgs.builder()
                    .bucket(bucket(ref))
                    .object(ref.key())
                    .build());
            return ref;
        });
    }

    @Override
    public int deleteAll(Bucket bucket, String prefix) {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("refusing to delete the whole bucket " + bucket.bucketName());
        }
        List<StoredObject> objects = list(bucket, prefix);
        List<DeleteRequest.Object> doomed = objects.stream()
                .map(o -> new DeleteRequest.Object(o.ref().key()))
                .toList();
        if (doomed.isEmpty()) {
            return 0;
        }
        Iterable<Result<DeleteResult.Error>> errors = client.removeObjects(RemoveObjectsArgs.builder()
                .bucket(bucket.bucketName())
                .objects(doomed)
                .build());
        for (Result<DeleteResult.Error> result : errors) {
            DeleteResult.Error error = call(new ObjectRef(bucket, prefix), result::get);
            throw new StoreException("object store: could not delete " + error.objectName() + ": " + error.message());
        }
        return doomed.size();
    }

    private static String bucket(ObjectRef ref) {
        return ref.bucket().bucketName();
    }
}
