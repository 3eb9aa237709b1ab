package org.whispernotes.todos.extract.embedded;

/**
 * Log odds of each line of a talk.
 *
 * @param cut a line above it is a todo; beyond all lines in a talk that has none at all
 * @param sure a line whose words alone are above it is a todo wherever it stands; beyond all lines in a short talk
 * @param todo of both stages together
 * @param wordsAlone the first stage's todo score, which the second one started from
 * @param decision of the first stage alone, as the two that follow
 * @param confidence what the log odds of both stages are worth
 */
@SuppressWarnings("ArrayRecordComponent") // a value for one computation, not compared
record LineScores(
        double cut,
        double sure,
        double[] todo,
        double[] wordsAlone,
        double[] decision,
        double[] question,
        double[] gist,
        Confidence confidence) {

    /** The share of lines with such log odds that were todos in talks that the model had not seen. */
    record Confidence(double slope, double intercept) {
        double of(double logOdds) {
            return TalkFeatures.sigmoid(slope * logOdds + intercept);
        }
    }

    boolean isTodo(int position) {
        return todo[position] > cut || wordsAlone[position] > sure;
    }

    /** Whether the words of a line are those of a todo, in a talk that has any. */
    boolean soundsLikeTodo(int position) {
        return cut < Double.POSITIVE_INFINITY && wordsAlone[position] > 0;
    }

    double confidence(int position) {
        return confidence.of(todo[position]);
    }
}
