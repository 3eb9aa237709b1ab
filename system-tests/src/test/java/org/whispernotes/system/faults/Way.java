package org.whispernotes.system.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far sessions are, read off the object store: what is stored is the state.
 *
 * @param waiting without a job: uploading or in the backlog
 * @param heardChunks chunk results of all sessions
 * @param inPlan begun, no plan yet
 * @param inChunks planned, chunk results missing
 * @param inAssemble all chunk results, no transcript
 * @param inTodos transcript, no todos
 * @param done with todos
 */
record Way(int waiting, int heardChunks, int inPlan, int inChunks, int inAssemble, int inTodos, int done) {

    /** Sessions that the broker knows about, or knew. */
    int begun() {
        return inPlan + planned();
    }

    int planned() {
        return inChunks + inAssemble + transcribed();
    }

    int transcribed() {
        return inTodos + done;
    }

    static Way of(List<String> sessions, Stored stored) {
        Map<String, Set<String>> work = stored.workBySession();
        Map<String, Set<String>> results = stored.resultsBySession();
        int waiting = 0;
        int heard = 0;
        int inPlan = 0;
        int inChunks = 0;
        int inAssemble = 0;
        int inTodos = 0;
        int done = 0;
        for (String session : sessions) {
            Set<String> scratch = work.getOrDefault(session, Set.of());
            Set<String> result = results.getOrDefault(session, Set.of());
            int chunks = count(scratch, "chunks/");
            heard += chunks;
            if (result.contains("todos.json")) {
                done++;
            } else if (result.contains("transcript.json")) {
                inTodos++;
            } else if (scratch.contains("plan.json")) {
                // Small plans publish every chunk, and note each one that they publish.
                boolean all = chunks >= count(scratch, "planned/");
                inAssemble += all ? 1 : 0;
                inChunks += all ? 0 : 1;
            } else if (scratch.contains("job.json")) {
                inPlan++;
            } else {
                waiting++;
            }
        }
        return new Way(waiting, heard, inPlan, inChunks, inAssemble, inTodos, done);
    }

    private static int count(Set<String> names, String prefix) {
        return (int) names.stream().filter(name -> name.startsWith(prefix)).count();
    }

    /** {@code 4 waiting, 2 plan, 3 chunks, 1 todos, 10 done}. */
    String describe() {
        record Count(int sessions, String where) {}
        return List.of(
                        new Count(waiting, "waiting"),
                        new Count(inPlan, "plan"),
                        new Count(inChunks, "chunks"),
                        new Count(inAssemble, "assemble"),
                        new Count(inTodos, "todos"),
                        new Count(done, "done"))
                .stream()
                .filter(count -> count.sessions() > 0)
                .map(count -> count.sessions() + " " + count.where())
                .collect(Collectors.joining(", "));
    }
}
