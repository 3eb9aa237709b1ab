package org.whispernotes.runtime;

import jakarta.validation.constraints.NotBlank;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * {@code notes.*}: who this process is.
 *
 * @param workerId name in logs, events and results; host and process id when not set
 * @param tempDir where temporary files go; this process's own, whoever starts it empties it before
 */
@Validated
@ConfigurationProperties("notes")
public record RuntimeSettings(@NotBlank String workerId, Path tempDir) {

    public RuntimeSettings(@Nullable String workerId, @Nullable Path tempDir) {
        this.workerId = workerId == null || workerId.isBlank()
                ? host() + "-" + ProcessHandle.current().pid()
                : workerId;
        this.tempDir = tempDir == null ? Path.of(System.getProperty("java.io.tmpdir"), "whisper-notes") : tempDir;
    }

    /** Name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
