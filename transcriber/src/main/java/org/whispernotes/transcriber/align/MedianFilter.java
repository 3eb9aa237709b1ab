package org.whispernotes.transcriber.align;

/** Running median of seven, mirrored at the ends. */
final class MedianFilter {

    private static final int WIDTH = 7;
    private static final int HALF = WIDTH / 2;

    private MedianFilter() {}

    /** Adds the filtered row of {@code source} from {@code from} on to {@code sums}, of the same length. */
    static void add(float[] source, int from, int length, float[] sums, int to) {
        if (length <= HALF) {
            for (int i = 0; i < length; i++) {
                sums[to + i] += source[from + i];
            }
            return;
        }
        float[] padded = new float[length + 2 * HALF];
        System.arraycopy(source, from, padded, HALF, length);
        for (int i = 1; i <= HALF; i++) {
            padded[HALF - i] = source[from + i];
            padded[HALF + length - 1 + i] = source[from + length - 1 - i];
        }
        for (int i = 0; i < length; i++) {
            sums[to + i] += median(
                    padded[i],
                    padded[i + 1],
                    padded[i + 2],
                    padded[i + 3],
                    padded[i + 4],
                    padded[i + 5],
                    padded[i + 6]);
        }
    }

    /** By forgetting: of five values neither the least nor the greatest can be it; then the same with the sixth. */
    private static float median(float a, float b, float c, float d, float e, float f, float g) {
        float lowAB = Math.min(a, b);
        float highAB = Math.max(a, b);
        float lowDE = Math.min(d, e);
        float highDE = Math.max(d, e);
        float least = Math.min(lowAB, lowDE);
        float x = Math.max(lowAB, lowDE);
        float y = Math.min(highAB, highDE);
        float greatest = Math.max(highAB, highDE);
        float z = Math.min(Math.max(least, c), greatest);

        float lowXZ = Math.min(x, z);
        float highXZ = Math.max(x, z);
        float lowYF = Math.min(y, f);
        float highYF = Math.max(y, f);
        float p = Math.max(lowXZ, lowYF);
        float q = Math.min(highXZ, highYF);
        return Math.max(Math.min(p, q), Math.min(Math.max(p, q), g));
    }
}
