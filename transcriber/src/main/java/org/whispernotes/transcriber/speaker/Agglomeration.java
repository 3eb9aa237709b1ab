package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Agglomerative clustering with average linkage: the two most alike become one until they are not alike enough. */
final class Agglomeration {

    /** Similarity of what may never be one. */
    static final float NEVER = -1;

    private static final float DEAD = Float.NEGATIVE_INFINITY;

    private final float[][] similarity;
    private final double[] sizes;
    private final List<List<Integer>> members = new ArrayList<>();
    /** For each row the column of its largest value. */
    private final int[] nearest;

    private int alive;

    /**
     * @param similarity symmetric, used up; the diagonal is ignored
     * @param sizes how many things each row already stands for
     */
    Agglomeration(float[][] similarity, double[] sizes) {
        this.similarity = similarity;
        this.sizes = sizes.clone();
        this.nearest = new int[sizes.length];
        this.alive = sizes.length;
        for (int i = 0; i < sizes.length; i++) {
            members.add(new ArrayList<>(List.of(i)));
            similarity[i][i] = DEAD;
        }
        for (int i = 0; i < sizes.length; i++) {
            nearest[i] = largest(similarity[i]);
        }
    }

    /**
     * Merges while the two most alike reach the threshold; never below {@code least} groups.
     *
     * @return the groups' rows
     */
    List<int[]> merge(double threshold, int least) {
        while (alive > Math.max(1, least)) {
            int into = mostAlike();
            int from = nearest[into];
            float value = similarity[into][from];
            if (value == DEAD || value < threshold) {
                break;
            }
            merge(into, from);
        }
        return members.stream()
                .filter(group -> !group.isEmpty())
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private int mostAlike() {
        int best = 0;
        for (int i = 1; i < nearest.length; i++) {
            if (similarity[i][nearest[i]] > similarity[best][nearest[best]]) {
                best = i;
            }
        }
        return best;
    }

    private void merge(int into, int from) {
        double total = sizes[into] + sizes[from];
        for (int k = 0; k < nearest.length; k++) {
            float merged = k == into || k == from || similarity[into][k] == DEAD
                    ? DEAD
                    : (float) ((similarity[into][k] * sizes[into] + similarity[from][k] * sizes[from]) / total);
            similarity[into][k] = merged;
            similarity[k][into] = merged;
            similarity[k][from] = DEAD;
        }
        Arrays.fill(similarity[from], DEAD);
        sizes[into] = total;
        members.get(into).addAll(members.get(from));
        members.get(from).clear();
        alive--;
        for (int k = 0; k < nearest.length; k++) {
            if (k == into || nearest[k] == into || nearest[k] == from) {
                nearest[k] = largest(similarity[k]);
            } else if (similarity[k][into] > similarity[k][nearest[k]]) {
                nearest[k] = into;
            }
        }
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }
}
