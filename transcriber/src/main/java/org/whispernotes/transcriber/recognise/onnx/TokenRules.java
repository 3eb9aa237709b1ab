package org.whispernotes.transcriber.recognise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.whispernotes.transcriber.model.graph.ModelConfig;

/**
 * Which token comes next: Whisper's rules of suppression and timestamps ({@code decoding.py}), then the most probable or
 * a sampled one. Log-probabilities are among the allowed tokens.
 */
final class TokenRules {

    private static final float NEVER = Float.NEGATIVE_INFINITY;
    /** The first timestamp lies within the first second. */
    private static final int FIRST_TIMESTAMPS = 51;
    /** Too improbable to matter in a sum of probabilities. */
    private static final float NEGLIGIBLE = -16;

    private final Vocabulary vocabulary;
    private final int[] suppressed;
    private final int[] suppressedAtStart;

    /** A token and the logarithm of its probability. */
    record Choice(int token, float logProbability) {}

    TokenRules(Vocabulary vocabulary, ModelConfig config) {
        this.vocabulary = vocabulary;
        this.suppressed = config.suppressed().stream()
                .mapToInt(Integer::intValue)
                .filter(vocabulary::isText)
                .toArray();
        this.suppressedAtStart =
                config.suppressedAtStart().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Chooses; the log-probabilities are overwritten. */
    Choice choose(float[] scores, Row row) {
        float shared = allow(scores, row);
        int token = row.temperature() == 0 ? most(scores, 0, scores.length) : sample(scores, row);
        return new Choice(token, scores[token] + shared);
    }

    /** So many of the most probable, the first of them first, fewer where fewer are allowed; the log-probabilities are overwritten. */
    List<Choice> likeliest(float[] scores, Row row, int count) {
        float shared = allow(scores, row);
        List<Choice> choices = new ArrayList<>();
        float least = NEVER;
        for (int token = 0; token < scores.length; token++) {
            if (scores[token] > least) {
                Choice choice = new Choice(token, scores[token] + shared);
                int place = choices.size();
                while (place > 0 && choices.get(place - 1).logProbability() < choice.logProbability()) {
                    place--;
                }
                choices.add(place, choice);
                if (choices.size() > count) {
                    choices.remove(count);
                }
                least = choices.size() < count ? NEVER : choices.get(count - 1).logProbability() - shared;
            }
        }
        return choices;
    }

    /** Forbids what may not come next; answers what the others gain by it. */
    private float allow(float[] scores, Row row) {
        float forbidden = 0;
        for (int token : suppressed) {
            forbidden += forbid(scores, token, token + 1);
        }
        forbidden += forbid(scores, vocabulary.end() + 1, vocabulary.firstTimestamp());
        if (row.written() == 0) {
            for (int token : suppressedAtStart) {
                forbidden += forbid(scores, token, token + 1);
            }
        }
        if (row.timestamps()) {
            forbidden += restrictTimestamps(scores, row);
        } else {
            forbidden += forbid(scores, vocabulary.firstTimestamp(), scores.length);
        }
        return -(float) Math.log(Math.max(1 - forbidden, 1e-6));
    }

    /** Timestamps come in pairs, never go back, and win where together they are more probable than any text. */
    private float restrictTimestamps(float[] scores, Row row) {
        int first = vocabulary.firstTimestamp();
        float forbidden = forbid(scores, vocabulary.afterTimestamps(), scores.length);
        int written = row.written();
        boolean last = written > 0 && vocabulary.isTimestamp(row.token(written - 1));
        boolean before = written < 2 || vocabulary.isTimestamp(row.token(written - 2));
        if (written == 0) {
            forbidden += forbid(scores, 0, first);
            forbidden += forbid(scores, first + FIRST_TIMESTAMPS, vocabulary.afterTimestamps());
            return forbidden;
        }
        if (last && before) {
            forbidden += forbid(scores, first, scores.length);
        } else if (last) {
            forbidden += forbid(scores, 0, vocabulary.end());
        }
        for (int i = written - 1; i >= 0; i--) {
            if (vocabulary.isTimestamp(row.token(i))) {
                int reached = row.token(i) + (last && !before ? 0 : 1);
                forbidden += forbid(scores, first, Math.max(first, reached));
                break;
            }
        }
        float text = scores[most(scores, 0, first)];
        if (text == NEVER || Math.log(sum(scores, first, scores.length)) > text) {
            forbidden += forbid(scores, 0, first);
        }
        return forbidden;
    }

    private static float forbid(float[] scores, int from, int to) {
        float sum = 0;
        for (int token = from; token < to; token++) {
            if (scores[token] > NEGLIGIBLE) {
                sum += (float) Math.exp(scores[token]);
            }
            scores[token] = NEVER;
        }
        return sum;
    }

    private static double sum(float[] scores, int from, int to) {
        double sum = 0;
        for (int token = from; token < to; token++) {
            if (scores[token] > NEGLIGIBLE) {
                sum += Math.exp(scores[token]);
            }
        }
        return sum;
    }

    private static int most(float[] scores, int from, int to) {
        int best = from;
        float most = NEVER;
        for (int token = from; token < to; token++) {
            if (scores[token] > most) {
                most = scores[token];
                best = token;
            }
        }
        return best;
    }

    private static int sample(float[] scores, Row row) {
        float most = scores[most(scores, 0, scores.length)];
        double[] sums = new double[scores.length];
        double sum = 0;
        for (int token = 0; token < scores.length; token++) {
            sum += Math.exp((scores[token] - most) / row.temperature());
            sums[token] = sum;
        }
        Random random = row.random();
        double drawn = random.nextDouble() * sum;
        int low = Arrays.binarySearch(sums, drawn);
        return Math.min(scores.length - 1, low < 0 ? -low - 1 : low + 1);
    }
}
