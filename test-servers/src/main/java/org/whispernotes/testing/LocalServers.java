package org.whispernotes.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** Private processes, started by the same script that {@code ./notes up} uses. */
final class LocalServers implements Servers {

    /** The first start on a machine installs the servers and builds MinIO. */
    private static final int START_SECONDS = 900;

    private final Path script;
    private final Path dir;
    private final Map<String, String> settings;

    private LocalServers(Path script, Path dir, Map<String, String> settings) {
        this.script = script;
        this.dir = dir;
        this.settings = settings;
    }

    static LocalServers start() {
        try {
            Path script = repositoryRoot().resolve("infra/local/servers.sh");
            // PostgreSQL refuses to run as root and needs a way through to its own folder.
            Path dir = Files.createTempDirectory("whisper-notes-servers");
            Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
            // Before starting: a start that fails half-way leaves servers that must go too.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                run(script, "stop", dir.toString());
                FileSystemUtils.deleteRecursively(dir.toFile());
            }));
            run(script, "start", dir.toString());
            Map<String, String> settings = new LinkedHashMap<>();
            for (String line : run(script, "env", dir.toString())) {
                int equals = line.indexOf('=');
                settings.put(line.substring(0, equals), line.substring(equals + 1));
            }
            return new LocalServers(script, dir, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path repositoryRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("notes"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("no 'notes' script above the working directory");
            }
        }
        return at;
    }

    @Override
    public Map<String, String> springProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        // Relaxed binding reads SPRING_RABBITMQ_HOST as spring.rabbitmq.host, but only from the environment.
        settings.forEach((name, value) -> {
            String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (property.startsWith("spring.") || property.startsWith("notes.store.")) {
                properties.put(
                        property.replace("access.key", "access-key")
                                .replace("secret.key", "secret-key")
                                .replace("public.endpoint", "public-endpoint")
                                .replace("virtual.host", "virtual-host"),
                        value);
            }
        });
        return properties;
    }

    @Override
    public Map<String, String> environment() {
        return settings;
    }

    @Override
    public void pause(String name) {
        signal(name, "STOP");
    }

    @Override
    public void resume(String name) {
        signal(name, "CONT");
    }

    @Override
    public void killAndRestart(String name) {
        signal(name, "KILL");
        run(script, "start", dir.toString());
    }

    private void signal(String name, String signal) {
        run(script, "signal", dir.toString(), name, signal);
    }

    private static List<String> run(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("servers", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " failed: " + Files.readString(output));
            }
            List<String> lines = Files.readAllLines(output);
            Files.delete(output);
            return lines.stream().filter(line -> line.contains("=")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
