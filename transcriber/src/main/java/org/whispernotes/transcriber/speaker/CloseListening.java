package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds speakers whom the user knows of and grouping did not: voices so alike that one slot of a window holds both. Each
 * speaker is heard once more, moment by moment, and the one in whom two voices are the clearest is divided. Where nobody
 * says how many there are this is not done: by the same measure many a monologue would fall apart as well.
 */
final class CloseListening {

    /** Seconds of talk that voices are learnt from; the rest is only told apart by them. */
    private static final double LEARNT_FROM = 1800;
    /** Seconds; a shorter piece of a turn stays with the piece before. */
    private static final double SHORTEST = 0.1;

    private final Moments moments;
    private final double dense;

    /** @param dense seconds of talk that are heard at half the step */
    CloseListening(SpeakerModels models, AudioSource audio, double dense, BooleanSupplier cancelled) {
        this.moments = new Moments(models, audio, cancelled);
        this.dense = dense;
    }

    /** @param step from one moment to the next */
    private record Divided(Alternation voices, int step) {}

    /** The turns of so many speakers, or of fewer where nobody can be divided. */
    DiarisationResult divide(DiarisationResult told, int speakers) {
        List<Turn> turns = told.turns();
        Map<String, Optional<Divided>> heard = new HashMap<>();
        for (int known = told.speakers().size(); known > 0 && known < speakers; known++) {
            List<Turn> all = turns;
            turns.stream()
                    .map(Turn::speaker)
                    .distinct()
                    .forEach(speaker -> heard.computeIfAbsent(speaker, s -> hear(all, s)));
            Optional<Map.Entry<String, Divided>> clearest = heard.entrySet().stream()
                    .flatMap(one -> one.getValue().stream().map(two -> Map.entry(one.getKey(), two)))
                    .max(Comparator.<Map.Entry<String, Divided>>comparingDouble(
                                    one -> one.getValue().voices().gain())
                            .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()));
            if (clearest.isEmpty()) {
                break;
            }
            String speaker = clearest.get().getKey();
            heard.remove(speaker);
            turns = divide(turns, speaker, clearest.get().getValue(), TurnBuilder.name(known));
        }
        return TurnBuilder.numbered(turns);
    }

    private Optional<Divided> hear(List<Turn> turns, String speaker) {
        List<Moments.Stretch> alone = Moments.alone(turns, speaker);
        double talk = alone.stream().mapToDouble(Moments.Stretch::seconds).sum();
        int step = talk <= dense ? Moments.DENSE_STEP : Moments.STEP;
        List<float[]> embeddings = new ArrayList<>();
        moments.listen(alone, step, (time, embedding) -> {
            embeddings.add(embedding);
            return embeddings.size() * Moments.seconds(step) < LEARNT_FROM;
        });
        return Optional.ofNullable(Alternation.find(embeddings, Moments.seconds(step)))
                .map(voices -> new Divided(voices, step));
    }

    /** Gives the second voice's talk to a speaker of its own. */
    private List<Turn> divide(List<Turn> turns, String speaker, Divided divided, String second) {
        List<Double> times = new ArrayList<>();
        List<Float> leanings = new ArrayList<>();
        moments.listen(Moments.alone(turns, speaker), divided.step(), (time, embedding) -> {
            times.add(time);
            leanings.add(divided.voices().leaning(embedding));
            return true;
        });
        float[] leaning = new float[leanings.size()];
        for (int t = 0; t < leaning.length; t++) {
            leaning[t] = leanings.get(t);
        }
        int[] owners = Alternation.owners(leaning, Moments.seconds(divided.step()));
        List<Turn> result = new ArrayList<>();
        int next = 0;
        for (Turn turn : turns) {
            if (!turn.speaker().equals(speaker)) {
                result.add(turn);
                continue;
            }
            double start = turn.start();
            while (next + 1 < owners.length && middle(times, next) <= turn.start()) {
                next++;
            }
            for (; next + 1 < owners.length && middle(times, next) < turn.end(); next++) {
                double middle = middle(times, next);
                if (owners[next] != owners[next + 1] && middle - start >= SHORTEST && turn.end() - middle >= SHORTEST) {
                    result.add(new Turn(start, middle, owners[next] == 0 ? speaker : second));
                    start = middle;
                }
            }
            result.add(new Turn(start, turn.end(), owners[next] == 0 ? speaker : second));
        }
        return result;
    }

    /** Between a moment and the next. */
    private static double middle(List<Double> times, int moment) {
        return (times.get(moment) + times.get(moment + 1)) / 2;
    }
}
