package org.whispernotes.system;

import static org.awaitility.Awaitility.await;

import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MinIO of its own whose disk has 64 MiB: a file system in memory that only this process sees (a mount namespace).
 * Mounting needs root, or a kernel that lets others do it in a user namespace.
 */
final class SmallStore implements AutoCloseable {

    private static final String FILLER = "filler";
    private static final List<Integer> HALVES =
            Stream.iterate(4 << 20, size -> size >= 1024, size -> size / 2).toList();

    private static final int ROOM = 256 << 10;

    private final Path dir;
    private final Map<String, String> settings;
    private final MinioClient client;

    private SmallStore(Path dir, Map<String, String> settings) {
        this.dir = dir;
        this.settings = settings;
        this.client = MinioClient.builder()
                .endpoint(settings.get("NOTES_STORE_ENDPOINT"))
                .credentials(settings.get("NOTES_STORE_ACCESSKEY"), settings.get("NOTES_STORE_SECRETKEY"))
                .build();
    }

    /** Whether this machine lets us mount one. */
    static boolean isPossible(Path dir) {
        return run(Map.of(), "bash", "-c", unshare() + " mount -t tmpfs tmpfs " + dir)
                        .status()
                == 0;
    }

    static SmallStore start(Path dir) {
        try {
            String minio = succeed(Map.of(), "bash", "-c", "source ../infra/local/servers.sh; minio_binary")
                    .strip();
            Path small = dir.resolve("small-minio");
            Files.writeString(small, """
                    #!/bin/sh
                    exec %s sh -c 'mount -t tmpfs -o size=64m tmpfs "$0" && exec "$@"' "%s/minio" "%s" "$@"
                    """.formatted(unshare(), dir, minio));
            Files.setPosixFilePermissions(small, PosixFilePermissions.fromString("rwx------"));
            Map<String, String> settings = new LinkedHashMap<>();
            servers(dir, Map.of("NOTES_MINIO_BIN", small.toString()), "start")
                    .lines()
                    .filter(line -> line.startsWith("NOTES_STORE_"))
                    .map(line -> line.split("=", 2))
                    .forEach(setting -> settings.put(canonical(setting[0]), setting[1]));
            SmallStore store = new SmallStore(dir, settings);
            store.client.makeBucket(MakeBucketArgs.builder().bucket(FILLER).build());
            return store;
        } catch (IOException | MinioException | RuntimeException e) {
            servers(dir, Map.of(), "stop");
            throw new IllegalStateException("a store with a small disk could not be started", e);
        }
    }

    /** The form of a setting's name that comes before others: without the dashes that are underscores in the script's. */
    private static String canonical(String variable) {
        return "NOTES_STORE_" + variable.substring("NOTES_STORE_".length()).replace("_", "");
    }

    /** Environment variables that point a service at this store. */
    Map<String, String> settings() {
        return settings;
    }

    /** Until not even a kilobyte can be stored. */
    void fill() {
        for (int size : HALVES) {
            while (put(UUID.randomUUID().toString(), size)) {
                // The next one.
            }
        }
    }

    /** Until little more than so many bytes can be stored. */
    void fillUpTo(int left) {
        String reserved = "reserved";
        put(reserved, left);
        fill();
        remove(reserved);
        awaitRoom();
    }

    /** Removes what it was filled with. */
    void makeRoom() {
        try {
            for (Result<Item> item :
                    client.listObjects(ListObjectsArgs.builder().bucket(FILLER).build())) {
                remove(item.get().objectName());
            }
        } catch (MinioException e) {
            throw new IllegalStateException(e);
        }
        awaitRoom();
    }

    /** What was removed makes room a moment later. */
    private void awaitRoom() {
        await().atMost(Duration.ofSeconds(30)).until(() -> put("room", ROOM));
        remove("room");
    }

    private void remove(String name) {
        try {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(FILLER).object(name).build());
        } catch (MinioException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether there was room for it. */
    private boolean put(String name, int size) {
        try {
            client.putObject(PutObjectArgs.builder()
                    .bucket(FILLER)
                    .object(name)
                    .data(new byte[size], size)
                    .build());
            return true;
        } catch (ErrorResponseException full) {
            return false;
        } catch (MinioException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        servers(dir, Map.of(), "stop");
    }

    private static String unshare() {
        return "unshare --mount" + (System.getProperty("user.name").equals("root") ? "" : " --map-root-user");
    }

    private static String servers(Path dir, Map<String, String> environment, String verb) {
        return succeed(environment, "bash", "../infra/local/servers.sh", verb, dir.toString(), "minio");
    }

    private record Ended(int status, String output) {}

    private static String succeed(Map<String, String> environment, String... command) {
        Ended ended = run(environment, command);
        if (ended.status() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed: " + ended.output());
        }
        return ended.output();
    }

    private static Ended run(Map<String, String> environment, String... command) {
        try {
            Path output = Files.createTempFile("small-store", ".out");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(120, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            Files.delete(output);
            return new Ended(ended ? process.exitValue() : -1, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
