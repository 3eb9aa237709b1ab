package org.whispernotes.bench.speech;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.whispernotes.bench.Memory;
import org.whispernotes.runtime.Json;
import org.whispernotes.transcriber.direct.DirectConfiguration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One measured process: loads a model, then does what it is told with each file, and prints a line of JSON for each on
 * standard output. The peers' processes speak the same lines.
 */
@Command(
        name = "speech-run",
        mixinStandardHelpOptions = true,
        description = "One engine over some files; a line of JSON for each.")
public final class SpeechRun implements Callable<Integer> {

    @Option(names = "--engine", defaultValue = "onnx", description = "onnx, ggml or whisper-jni (that library alone).")
    private String engine = "onnx";

    @Option(names = "--threads", defaultValue = "0", description = "0 for all cores.")
    private int threads;

    @Option(names = "--language", description = "Of the speech; detected where not given.")
    private @Nullable String language;

    @Option(names = "--speakers", description = "Tell speakers apart as well.")
    private boolean speakers;

    @Option(names = "--turns", description = "Nothing but speaker turns: each file's, beside its .rttm.")
    private boolean turns;

    @Option(names = "--number-given", description = "With --turns: the number of speakers is told beforehand.")
    private boolean numberGiven;

    @Option(names = "--prepare", description = "Only make what the engines need of the weights.")
    private boolean prepare;

    @Option(names = "--warm", description = "A short file to be transcribed first, unmeasured.")
    private @Nullable Path warm;

    @Option(names = "--set", description = "A setting of the transcriber, NAME=VALUE.")
    private Map<String, String> settings = Map.of();

    @Parameters(arity = "0..*", description = "Recordings; 16 kHz WAV files for whisper-jni and --turns.")
    private List<Path> files = List.of();

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /** Only what transcribing within a process needs. */
    @Configuration(proxyBeanMethods = false)
    @Import(DirectConfiguration.class)
    static class Wiring {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SpeechRun()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            Measured measured = measured(context);
            Path first = warm;
            if (first != null) {
                measured.run(first);
            }
            for (Path file : files) {
                long begun = System.nanoTime();
                Map<String, Object> line = measured.run(file);
                line.putIfAbsent("seconds", (System.nanoTime() - begun) / 1e9);
                line.put("file", file.getFileName().toString());
                line.put("rss_mb", Memory.peakMegabytes());
                out.println(new String(Json.bytes(line), StandardCharsets.UTF_8));
            }
            return 0;
        }
    }

    private Measured measured(ConfigurableApplicationContext context) throws Exception {
        if (prepare) {
            return new Preparing(context);
        }
        if (turns) {
            return new TurnsMeasured(context, numberGiven);
        }
        return engine.equals("whisper-jni")
                ? new WhisperJniMeasured(context, threads, language)
                : new ProductMeasured(context, language);
    }

    private ConfigurableApplicationContext start() {
        SpringApplicationBuilder builder = new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "notes.transcriber.preload=false",
                        "notes.speakers.enabled=" + speakers,
                        "notes.transcriber.recogniser.engine=" + (engine.equals("whisper-jni") ? "ggml" : engine),
                        "notes.transcriber.recogniser.threads=" + threads,
                        "notes.recognise.onnx.threads=" + threads,
                        "notes.speakers.threads=" + threads,
                        "logging.level.root=WARN");
        settings.forEach((name, value) -> builder.properties(name + "=" + value));
        return builder.run();
    }
}
