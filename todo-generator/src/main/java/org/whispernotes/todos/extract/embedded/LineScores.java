package org.whispernotes.todos.extract.embedded;

/**
 * Log odds of each line of a talk.
 *
 * @param cut a line above it is a todo; beyond all lines in a talk that has none at all
 * @param sure a line whose words alone are above it is a todo wherever it stands; likewise
 * @param todo of both stages together
 * @param decision of the first stage alone, as the two that follow
 * @param wordsAlone the first stage's todo score, which the second one started from
 */
@SuppressWarnings("ArrayRecordComponent") // a value for one computation, not compared
record LineScores(
        double cut,
        double sure,
        double[] todo,
        double[] decision,
        double[] question,
        double[] gist,
        double[] wordsAlone) {

    boolean isTodo(int position) {
        return todo[position] > cut || wordsAlone[position] > sure;
    }
}
