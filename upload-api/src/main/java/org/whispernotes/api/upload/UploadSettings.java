package org.whispernotes.api.upload;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.upload.*}.
 *
 * @param maxBytes largest recording
 * @param partSize smallest part of an upload in parts; larger files get larger parts
 * @param partAddresses part addresses in one answer; the client asks for more when these are used
 * @param addressesValid how long a part address works
 * @param keepUnfinished how long an upload can be resumed. The store must keep parts as long
 *     (MinIO: {@code stale_uploads_expiry})
 * @param formBuffers forms that are received at once; each needs a buffer of {@code formPartSize}, others wait
 * @param formPartSize size of that buffer, and of the parts that a form's files are stored in
 */
@Validated
@ConfigurationProperties("notes.upload")
public record UploadSettings(
        @DefaultValue("50GB") DataSize maxBytes,
        @DefaultValue("16MB") DataSize partSize,
        @Min(1) @Max(10_000) @DefaultValue("1000") int partAddresses,
        @DefaultValue("24h") Duration addressesValid,
        @DefaultValue("7d") Duration keepUnfinished,
        @Min(1) @DefaultValue("8") int formBuffers,
        @DefaultValue("8MB") DataSize formPartSize) {

    /** S3's limits. */
    private static final long MIN_PART = 5L << 20;

    private static final long MAX_PARTS = 10_000;

    public UploadSettings {
        if (partSize.toBytes() < MIN_PART || formPartSize.toBytes() < MIN_PART) {
            throw new IllegalArgumentException(
                    "notes.upload.part-size and notes.upload.form-part-size must be 5MB or more: S3 refuses smaller parts");
        }
        if (formPartSize.toBytes() > 256L << 20) {
            throw new IllegalArgumentException("notes.upload.form-part-size is a buffer in memory: 256MB at most");
        }
        if (maxBytes.toBytes() > formPartSize.toBytes() * MAX_PARTS) {
            throw new IllegalArgumentException("notes.upload.max-bytes needs more than " + MAX_PARTS
                    + " parts of notes.upload.form-part-size: raise that");
        }
        if (addressesValid.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("notes.upload.addresses-valid: S3 addresses work for 7 days at most");
        }
    }

    /** The part size for a file: whole MiB, and a thousand parts at most, so that their list stays small. */
    long partSizeFor(long sizeBytes) {
        long mib = 1L << 20;
        long needed = (sizeBytes / 1000 + mib) / mib * mib;
        return Math.max(partSize.toBytes(), needed);
    }
}
