package org.whispernotes.bench.speech;

import java.util.Arrays;

/** The one-to-one mapping of rows to columns with the largest sum: the Hungarian method with potentials, O(n^3). */
final class BestMapping {

    private BestMapping() {}

    /**
     * @param gain not negative
     * @return each row's column, -1 for rows without one
     */
    static int[] of(int[][] gain) {
        int rows = gain.length;
        int columns = rows == 0 ? 0 : gain[0].length;
        int size = Math.max(rows, columns);
        double[] rowPotential = new double[size + 1];
        double[] columnPotential = new double[size + 1];
        int[] rowOf = new int[size + 1];
        for (int row = 1; row <= size; row++) {
            augment(gain, row, rowPotential, columnPotential, rowOf);
        }
        int[] mapping = new int[rows];
        Arrays.fill(mapping, -1);
        for (int column = 1; column <= columns; column++) {
            if (rowOf[column] <= rows) {
                mapping[rowOf[column] - 1] = column - 1;
            }
        }
        return mapping;
    }

    /** Finds the cheapest path that gives one more row a column. Index 0 stands for "none yet". */
    private static void augment(int[][] gain, int row, double[] rowPotential, double[] columnPotential, int[] rowOf) {
        int size = rowPotential.length - 1;
        double[] slack = new double[size + 1];
        Arrays.fill(slack, Double.POSITIVE_INFINITY);
        int[] previous = new int[size + 1];
        boolean[] visited = new boolean[size + 1];
        rowOf[0] = row;
        int column = 0;
        do {
            visited[column] = true;
            int from = rowOf[column];
            double step = Double.POSITIVE_INFINITY;
            int next = 0;
            for (int c = 1; c <= size; c++) {
                if (visited[c]) {
                    continue;
                }
                double reduced = cost(gain, from, c) - rowPotential[from] - columnPotential[c];
                if (reduced < slack[c]) {
                    slack[c] = reduced;
                    previous[c] = column;
                }
                if (slack[c] < step) {
                    step = slack[c];
                    next = c;
                }
            }
            for (int c = 0; c <= size; c++) {
                if (visited[c]) {
                    rowPotential[rowOf[c]] += step;
                    columnPotential[c] -= step;
                } else {
                    slack[c] -= step;
                }
            }
            column = next;
        } while (rowOf[column] != 0);
        while (column != 0) {
            rowOf[column] = rowOf[previous[column]];
            column = previous[column];
        }
    }

    private static double cost(int[][] gain, int row, int column) {
        return row <= gain.length && column <= gain[0].length ? -gain[row - 1][column - 1] : 0;
    }
}
