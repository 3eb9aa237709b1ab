package org.whispernotes.runtime.store;

import static org.whispernotes.runtime.store.MinioCalls.await;
import static org.whispernotes.runtime.store.MinioCalls.call;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.UploadPartArgs;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.ObjectRef;

/** {@link MultipartUploads} over the S3 API. */
final class MinioMultipartUploads implements MultipartUploads {

    private final MinioAsyncClient client;
    private final MinioAsyncClient publicClient;

    /** @param publicClient signs addresses for the endpoint that browsers reach; it is never called over the network */
    MinioMultipartUploads(MinioAsyncClient client, MinioAsyncClient publicClient) {
        this.client = client;
        this.publicClient = publicClient;
    }

    @Override
    public String start(ObjectRef ref, String contentType) {
        var args = CreateMultipartUploadArgs.builder()
                .bucket(bucket(ref))
                .object(ref.key())
                .headers(new Http.Headers(Map.of("Content-Type", contentType)))
                .build();
        return await(ref, "new", client.createMultipartUpload(args)).result().uploadId();
    }

    @Override
    public URI presignPart(ObjectRef ref, String uploadId, int partNumber, Duration validFor) {
        return presign(publicClient, ref, uploadId, partNumber, validFor);
    }

    @Override
    public URI presignPartForRelay(ObjectRef ref, String uploadId, int partNumber, Duration validFor) {
        return presign(client, ref, uploadId, partNumber, validFor);
    }

    private static URI presign(
            MinioAsyncClient signer, ObjectRef ref, String uploadId, int partNumber, Duration validFor) {
        var args = GetPresignedObjectUrlArgs.builder()
                .method(Http.Method.PUT)
                .bucket(bucket(ref))
                .object(ref.key())
                .expiry((int) validFor.toSeconds())
                .extraQueryParams(new Http.QueryParameters(
                        Map.of("partNumber", Integer.toString(partNumber), "uploadId", uploadId)))
                .build();
        return URI.create(call(ref, () -> signer.getPresignedObjectUrl(args)));
    }

    @Override
    public String putPart(
            ObjectRef ref, String uploadId, int partNumber, byte[] content, int length, @Nullable String contentMd5) {
        var args = UploadPartArgs.builder()
                .bucket(bucket(ref))
                .object(ref.key())
                .uploadId(uploadId)
                .partNumber(partNumber)
                .data(content, length);
        if (contentMd5 != null) {
            args.headers(new Http.Headers(Map.of("Content-MD5", contentMd5)));
        }
        return await(ref, uploadId, client.uploadPart(args.build())).part().etag();
    }

    @Override
    public List<UploadedPart> parts(ObjectRef ref, String uploadId) {
        List<UploadedPart> parts = new ArrayList<>();
        int marker = 0;
        while (true) {
            var args = ListPartsArgs.builder()
                    .bucket(bucket(ref))
                    .object(ref.key())
                    .uploadId(uploadId);
            if (marker > 0) {
                args.partNumberMarker(marker);
            }
            ListPartsResult page =
                    await(ref, uploadId, client.listParts(args.build())).result();
            for (Part part : page.parts()) {
                parts.add(new UploadedPart(part.partNumber(), part.etag(), part.partSize()));
            }
            if (!page.isTruncated()) {
                return parts;
            }
            marker = page.nextPartNumberMarker();
        }
    }

    @Override
    public void complete(ObjectRef ref, String uploadId, List<UploadedPart> parts) {
        var args = CompleteMultipartUploadArgs.builder()
                .bucket(bucket(ref))
                .object(ref.key())
                .uploadId(uploadId)
                .parts(parts.stream().map(p -> new Part(p.number(), p.etag())).toArray(Part[]::new))
                .build();
        await(ref, uploadId, client.completeMultipartUpload(args));
    }

    @Override
    public void abort(ObjectRef ref, String uploadId) {
        var args = AbortMultipartUploadArgs.builder()
                .bucket(bucket(ref))
                .object(ref.key())
                .uploadId(uploadId)
                .build();
        try {
            await(ref, uploadId, client.abortMultipartUpload(args));
        } catch (UploadMissingException e) {
            // Already completed, aborted or expired: that is what the caller wants.
            return;
        }
    }

    private static String bucket(ObjectRef ref) {
        return ref.bucket().bucketName();
    }
}
