package org.whispernotes.todos.extract.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.whispernotes.runtime.Json;
import org.whispernotes.todos.talk.Line;

/**
 * The trained line classifier: three linear stages, {@code training/README.md} tells how they came about. Some 300 KiB of
 * weights; thousands of lines a second.
 */
final class LineModel {

    private static final List<String> HEADS = List.of("todo", "decision", "question", "gist");

    private final Parameters parameters;
    private final List<byte[]> weights;
    private final Tokens tokens;

    private LineModel(Parameters parameters, List<byte[]> weights) {
        this.parameters = parameters;
        this.weights = weights;
        tokens = new Tokens(parameters.words, parameters.bits);
    }

    /** The model in this jar. */
    static LineModel load() {
        try (InputStream json = resource("model.json");
                DataInputStream heads = new DataInputStream(new GZIPInputStream(resource("heads.bin.gz")))) {
            Parameters parameters = Json.mapper().readValue(json, Parameters.class);
            if (parameters.weights.length != TalkFeatures.COUNT) {
                throw new IllegalStateException("model.json and this code differ in their features");
            }
            List<byte[]> weights = new ArrayList<>();
            for (int head = 0; head < HEADS.size(); head++) {
                weights.add(heads.readNBytes(1 << parameters.bits));
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
        List<List<String>> words =
                lines.stream().map(line -> tokens.of(line.text())).toList();
        List<double[]> heads = new ArrayList<>();
        for (int head = 0; head < HEADS.size(); head++) {
            heads.add(new double[lines.size()]);
        }
        for (int i = 0; i < lines.size(); i++) {
            int[] hashes = tokens.hashed(words.get(i));
            for (int head = 0; head < HEADS.size(); head++) {
                heads.get(head)[i] = firstStage(head, hashes);
            }
        }
        double[][] rows =
                new TalkFeatures(lines, words, heads.get(0), parameters.words).rows(heads.subList(1, heads.size()));
        double[] todo = Arrays.stream(rows).mapToDouble(this::secondStage).toArray();
        TalkGate gate = parameters.gate;
        boolean likely;
        boolean sure;
        if (gate.judges(lines)) {
            likely = gate.passes(lines, words, todo, heads.get(0), parameters.words);
            sure = likely;
        } else {
            likely = Arrays.stream(todo).max().orElse(Double.NEGATIVE_INFINITY) > parameters.cut + gate.longTalks();
            sure = true;
        }
        return new LineScores(
                likely ? parameters.cut : Double.POSITIVE_INFINITY,
                sure ? parameters.sure : Double.POSITIVE_INFINITY,
                todo,
                heads.get(1),
                heads.get(2),
                heads.get(3),
                heads.get(0));
    }

    /** The share of lines with such log odds that were todos in talks the model had not seen. */
    double confidence(double logOdds) {
        return TalkFeatures.sigmoid(parameters.confidence.slope * logOdds + parameters.confidence.intercept);
    }

    List<String> words(String text) {
        return tokens.of(text);
    }

    private double firstStage(int head, int[] hashes) {
        byte[] table = weights.get(head);
        long sum = 0;
        for (int hash : hashes) {
            sum += table[hash];
        }
        Head scaled = parameters.head(HEADS.get(head));
        return sum * scaled.scale / Math.sqrt(Math.max(1, hashes.length)) + scaled.bias;
    }

    private double secondStage(double[] row) {
        double sum = parameters.bias;
        for (int i = 0; i < row.length; i++) {
            sum += parameters.weights[i] * row[i];
        }
        return sum;
    }

    private record Head(double scale, double bias) {}

    private record Confidence(double slope, double intercept) {}

    @SuppressWarnings("ArrayRecordComponent") // read once, never handed out
    private record Parameters(
            String version,
            int bits,
            Map<String, Head> heads,
            double[] weights,
            double bias,
            double cut,
            TalkGate gate,
            double sure,
            Confidence confidence,
            @JsonProperty("words") Vocabulary words) {

        Head head(String name) {
            Head head = heads.get(name);
            if (head == null) {
                throw new IllegalStateException("model.json lacks the head '" + name + "'");
            }
            return head;
        }
    }
}
