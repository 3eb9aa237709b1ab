package org.whispernotes.system;

import java.util.Locale;

/** Edit distance over words, letters and digits only, against the number of words that were said. */
final class WordErrorRate {

    private WordErrorRate() {}

    static double of(String said, String heard) {
        String[] a = words(said);
        String[] b = words(heard);
        int[] row = new int[b.length + 1];
        for (int j = 0; j <= b.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int substitution = diagonal + (a[i - 1].equals(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return (double) row[b.length] / a.length;
    }

    private static String[] words(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}' ]", " ")
                .strip()
                .split("\\s+");
    }
}
