package org.whispernotes.todos.extract.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.talk.Line;

/**
 * The trained line classifier: linear stages, one set of them for long talks and one for short ones; {@code
 * training/README.md} tells how they came about. Some 300 KiB of weights; thousands of lines a second.
 */
final class LineModel {

    private static final String LONG = "todo";
    private static final String SHORT = "short";
    private static final List<String> OTHERS = List.of("decision", "question", "gist");
    /** As they stand in the file. */
    private static final List<String> HEADS = List.of(LONG, "decision", "question", "gist", SHORT);

    private final Parameters parameters;
    private final Map<String, byte[]> weights;
    private final Tokens tokens;

    private LineModel(Parameters parameters, Map<String, byte[]> weights) {
        this.parameters = parameters;
        this.weights = weights;
        tokens = new Tokens(parameters.words, parameters.bits);
    }

    /** The model in this jar. */
    static LineModel load() {
        try (InputStream json = resource("model.json");
                DataInputStream heads = new DataInputStream(new GZIPInputStream(resource("heads.bin.gz")))) {
            Parameters parameters = Json.mapper().readValue(json, Parameters.class);
            if (parameters.longTalks.weights.length != TalkFeatures.COUNT
                    || parameters.shortTalks.weights.length != TalkFeatures.COUNT
                    || parameters.shortTalks.gate.weights().length != TalkGate.COUNT) {
                throw new IllegalStateException("model.json and this code differ in their features");
            }
            Map<String, byte[]> weights = new HashMap<>();
            for (String head : HEADS) {
                weights.put(head, heads.readNBytes(1 << parameters.bits));
            }
            return new LineModel(parameters, weights);
        } catch (IOException e) {
            throw new UncheckedIOException("the line classifier can't be read from the jar", e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = LineModel.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is missing");
        }
        return in;
    }

    String version() {
        return parameters.version;
    }

    /** Judges every line of a talk; a line's neighbours and its place in the talk count. */
    LineScores judge(List<Line> lines) {
        boolean isShort = lines.size() <= parameters.longestShortTalk;
        Stage stage = isShort ? parameters.shortTalks : parameters.longTalks;
        List<List<String>> words =
                lines.stream().map(line -> tokens.of(line.text())).toList();
        double[] wordsAlone = new double[lines.size()];
        List<double[]> others =
                OTHERS.stream().map(head -> new double[lines.size()]).toList();
        for (int i = 0; i < lines.size(); i++) {
            int[] hashes = tokens.hashed(words.get(i));
            wordsAlone[i] = firstStage(isShort ? SHORT : LONG, hashes);
            for (int other = 0; other < OTHERS.size(); other++) {
                others.get(other)[i] = firstStage(OTHERS.get(other), hashes);
            }
        }
        double[][] rows = new TalkFeatures(lines, words, wordsAlone, parameters.words).rows(others);
        double[] todo = Arrays.stream(rows).mapToDouble(stage::logOdds).toArray();
        boolean any = isShort
                ? parameters.shortTalks.gate.passes(lines, words, todo, wordsAlone, parameters.words)
                : Arrays.stream(todo).max().orElse(Double.NEGATIVE_INFINITY) > stage.cut() + parameters.longTalks.gate;
        return new LineScores(
                any ? stage.cut() : Double.POSITIVE_INFINITY,
                isShort ? Double.POSITIVE_INFINITY : parameters.longTalks.sure,
                todo,
                wordsAlone,
                others.get(0),
                others.get(1),
                others.get(2),
                stage.confidence());
    }

    List<String> words(String text) {
        return tokens.of(text);
    }

    private double firstStage(String head, int[] hashes) {
        byte[] table = Objects.requireNonNull(weights.get(head), head);
        long sum = 0;
        for (int hash : hashes) {
            sum += table[hash];
        }
        Head scaled = Objects.requireNonNull(parameters.heads.get(head), head);
        return sum * scaled.scale / Math.sqrt(Math.max(1, hashes.length)) + scaled.bias;
    }

    private record Head(double scale, double bias) {}

    /** The second stage, and what is made of its log odds. */
    private interface Stage {
        double[] weights();

        double bias();

        double cut();

        LineScores.Confidence confidence();

        default double logOdds(double[] row) {
            double sum = bias();
            for (int i = 0; i < row.length; i++) {
                sum += weights()[i] * row[i];
            }
            return sum;
        }
    }

    /**
     * @param gate how far above the cut the likeliest line of a talk with todos must be
     * @param sure a line whose words alone are above it is a todo wherever it stands
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never handed out
    private record LongTalks(
            double[] weights, double bias, double cut, double gate, double sure, LineScores.Confidence confidence)
            implements Stage {}

    @SuppressWarnings("ArrayRecordComponent") // read once, never handed out
    private record ShortTalks(
            double[] weights, double bias, double cut, TalkGate gate, LineScores.Confidence confidence)
            implements Stage {}

    /** @param longestShortTalk lines */
    private record Parameters(
            String version,
            int bits,
            Map<String, Head> heads,
            @JsonProperty("long") LongTalks longTalks,
            @JsonProperty("short") ShortTalks shortTalks,
            @JsonProperty("longest_short_talk") int longestShortTalk,
            @JsonProperty("words") Vocabulary words) {}
}
