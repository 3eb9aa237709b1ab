package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Learns the speakers' voices from the pieces that are given to them, and finds out who of them is the same person. What
 * grouping calls speakers are too many, but each is one person's; once each is learnt from all that was said, one
 * person's two are clearly more alike than two people.
 */
final class VoiceLearning {

    /** Times that pieces are given to speakers and speakers learnt from them. */
    private static final int ROUNDS = 3;
    /** Similarity of two pieces of one person's talk where there is too little to know, and what it may be. */
    private static final double USUAL_SIMILARITY = 0.4;

    private static final double LEAST_SIMILARITY = 0.15;
    private static final double MOST_SIMILARITY = 0.8;

    private final List<LocalVoice> voices;
    private final double share;
    private final double sameVoice;
    private final SpeakerBounds bounds;

    /**
     * @param voices in time order
     * @param share of what is heard that is heard for the first time: windows overlap
     * @param sameVoice similarity from which on two voices are one person's
     */
    VoiceLearning(List<LocalVoice> voices, double share, SpeakerBounds bounds, double sameVoice) {
        this.voices = voices;
        this.share = share;
        this.bounds = bounds;
        this.sameVoice = sameVoice;
    }

    /**
     * @param found embeddings of those that grouping found
     * @return embeddings of the speakers, length 1
     */
    List<float[]> speakers(List<float[]> found) {
        List<float[]> speakers = found;
        while (true) {
            List<Learnt> learnt = learn(speakers);
            int before = learnt.size();
            merge(learnt);
            leaveOutSlips(learnt);
            speakers = learnt.stream().map(Learnt::centre).toList();
            if (learnt.size() == before) {
                return speakers;
            }
        }
    }

    /** All that one speaker said: sums over its pieces. */
    private static final class Learnt {

        private final float[] sum;
        private float @Nullable [] centre;
        private double seconds;
        private double squares;

        Learnt(int length) {
            this.sum = new float[length];
        }

        void add(Piece piece) {
            piece.addTo(sum);
            centre = null;
            seconds += piece.weight();
            squares += piece.weight() * piece.weight();
        }

        void add(Learnt other) {
            Vectors.add(sum, other.sum, 1);
            centre = null;
            seconds += other.seconds;
            squares += other.squares;
        }

        float[] centre() {
            float[] known = centre;
            if (known == null) {
                known = Vectors.unit(sum.clone());
                centre = known;
            }
            return known;
        }
    }

    private List<Learnt> learn(List<float[]> found) {
        List<float[]> speakers = found;
        List<Learnt> learnt = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            learnt = give(speakers);
            speakers = learnt.stream().map(Learnt::centre).toList();
        }
        return new ArrayList<>(learnt);
    }

    /** Whoever gets nothing is nobody. */
    private List<Learnt> give(List<float[]> speakers) {
        List<Learnt> learnt =
                speakers.stream().map(speaker -> new Learnt(speaker.length)).toList();
        Attribution attribution = new Attribution(speakers);
        int next = 0;
        while (next < voices.size()) {
            int end = LocalVoice.endOfWindow(voices, next, voices.get(next).window());
            List<LocalVoice> inWindow = voices.subList(next, end);
            int[][] owners = attribution.owners(inWindow);
            for (int v = 0; v < owners.length; v++) {
                List<Piece> pieces = inWindow.get(v).pieces();
                for (int p = 0; p < owners[v].length; p++) {
                    learnt.get(owners[v][p]).add(pieces.get(p));
                }
            }
            next = end;
        }
        return learnt.stream().filter(speaker -> speaker.seconds > 0).toList();
    }

    /** Makes one of two until no two are alike enough and there are no more than there may be. */
    private void merge(List<Learnt> learnt) {
        double own = ownSimilarity(learnt);
        while (learnt.size() > bounds.least()) {
            Pair alike = best(learnt, (a, b) -> similarity(a, b, own));
            if (alike.score() >= sameVoice) {
                alike.join(learnt);
            } else if (learnt.size() > bounds.most()) {
                best(learnt, (a, b) -> -loss(a, b, own)).join(learnt);
            } else {
                return;
            }
        }
    }

    /** Two of the learnt, by index. */
    private record Pair(int one, int other, double score) {

        void join(List<Learnt> learnt) {
            learnt.get(other).add(learnt.remove(one));
        }
    }

    /** @param learnt at least two */
    private static Pair best(List<Learnt> learnt, ToDoubleBiFunction<Learnt, Learnt> score) {
        Pair best = new Pair(1, 0, Double.NEGATIVE_INFINITY);
        for (int one = 1; one < learnt.size(); one++) {
            for (int other = 0; other < one; other++) {
                double value = score.applyAsDouble(learnt.get(one), learnt.get(other));
                if (value > best.score()) {
                    best = new Pair(one, other, value);
                }
            }
        }
        return best;
    }

    /** What is lost when two who are not alike become one (Ward, 1963): little where one says little. */
    private double loss(Learnt a, Learnt b, double own) {
        return (1 - similarity(a, b, own)) * a.seconds * b.seconds / (a.seconds + b.seconds);
    }

    private void leaveOutSlips(List<Learnt> learnt) {
        double all = learnt.stream().mapToDouble(speaker -> speaker.seconds).sum();
        learnt.sort(
                Comparator.comparingDouble((Learnt speaker) -> speaker.seconds).reversed());
        while (learnt.size() > bounds.least()
                && learnt.get(learnt.size() - 1).seconds < all * VoiceGrouping.SMALLEST_SHARE) {
            learnt.remove(learnt.size() - 1);
        }
    }

    /**
     * Mean similarity of two pieces of one person's talk, in this recording: pieces' embeddings are 1 long, so the sum
     * of alike ones is longer than that of unlike ones. What overlapping windows hear is heard again.
     */
    private double ownSimilarity(List<Learnt> learnt) {
        double alike = 0;
        double pairs = 0;
        for (Learnt speaker : learnt) {
            alike += Vectors.dot(speaker.sum, speaker.sum) * share * share - speaker.squares * share;
            pairs += speaker.seconds * share * speaker.seconds * share - speaker.squares * share;
        }
        return pairs < 1 ? USUAL_SIMILARITY : Math.max(LEAST_SIMILARITY, Math.min(MOST_SIMILARITY, alike / pairs));
    }

    /**
     * How alike two voices are apart from chance: the less somebody said, the further their mean lies from their voice,
     * and so from everybody's (Spearman, "The Proof and Measurement of Association between Two Things", 1904).
     */
    private double similarity(Learnt a, Learnt b, double own) {
        return Vectors.dot(a.centre(), b.centre()) / Math.sqrt(reliability(a, own) * reliability(b, own));
    }

    /** Of what a speaker's mean is, the share that is the voice (Spearman and Brown's formula). */
    private double reliability(Learnt speaker, double own) {
        double voice = own * speaker.seconds * speaker.seconds * share;
        return voice / (voice + (1 - own) * speaker.squares);
    }
}
