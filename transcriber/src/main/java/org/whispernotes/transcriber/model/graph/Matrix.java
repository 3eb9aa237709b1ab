package org.whispernotes.transcriber.model.graph;

import java.util.Arrays;

/** A matrix read row by row, so that no weight has to be in memory as a whole. */
interface Matrix {

    int rows();

    int columns();

    /** Fills {@code target} (length {@link #columns}) with one row. */
    void read(int row, float[] target);

    default float[] row(int row) {
        float[] target = new float[columns()];
        read(row, target);
        return target;
    }

    /** All values, row by row. */
    default float[] values() {
        float[] all = new float[Math.multiplyExact(rows(), columns())];
        float[] row = new float[columns()];
        for (int r = 0; r < rows(); r++) {
            read(r, row);
            System.arraycopy(row, 0, all, r * row.length, row.length);
        }
        return all;
    }

    /** Each column times its factor. */
    default Matrix scaleColumns(float[] factors) {
        return new View(this, rows()) {
            @Override
            void transform(int row, float[] values) {
                for (int c = 0; c < values.length; c++) {
                    values[c] *= factors[c];
                }
            }
        };
    }

    /** Each row from {@code first} on divided by its divisor. */
    default Matrix divideRows(int first, float[] divisors) {
        return new View(this, rows()) {
            @Override
            void transform(int row, float[] values) {
                if (row >= first) {
                    for (int c = 0; c < values.length; c++) {
                        values[c] /= divisors[row - first];
                    }
                }
            }
        };
    }

    /** So many rows from {@code first} on. */
    default Matrix part(int first, int count) {
        Matrix whole = this;
        return new View(whole, count) {
            @Override
            public void read(int row, float[] target) {
                whole.read(first + row, target);
            }
        };
    }

    /** The rows in another order: row i is {@code order[i]} of this one. */
    default Matrix reorderRows(int[] order) {
        Matrix whole = this;
        return new View(whole, order.length) {
            @Override
            public void read(int row, float[] target) {
                whole.read(order[row], target);
            }
        };
    }

    /** The columns in another order, likewise. */
    default Matrix reorderColumns(int[] order) {
        return new View(this, rows()) {
            @Override
            void transform(int row, float[] values) {
                float[] before = values.clone();
                for (int c = 0; c < order.length; c++) {
                    values[c] = before[order[c]];
                }
            }
        };
    }

    /** With zeros in these columns. */
    default Matrix without(int[] columns) {
        return new View(this, rows()) {
            @Override
            void transform(int row, float[] values) {
                for (int column : columns) {
                    values[column] = 0;
                }
            }
        };
    }

    /** These matrices under one another. */
    static Matrix stack(Matrix... parts) {
        int rows = Arrays.stream(parts).mapToInt(Matrix::rows).sum();
        return new View(parts[0], rows) {
            @Override
            public void read(int row, float[] target) {
                int rest = row;
                for (Matrix part : parts) {
                    if (rest < part.rows()) {
                        part.read(rest, target);
                        return;
                    }
                    rest -= part.rows();
                }
                throw new IndexOutOfBoundsException(row);
            }
        };
    }

    /** A matrix derived from another. */
    abstract class View implements Matrix {

        private final Matrix base;
        private final int rows;

        View(Matrix base, int rows) {
            this.base = base;
            this.rows = rows;
        }

        /** Changes one row in place. */
        void transform(int row, float[] values) {}

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int columns() {
            return base.columns();
        }

        @Override
        public void read(int row, float[] target) {
            base.read(row, target);
            transform(row, target);
        }
    }
}
