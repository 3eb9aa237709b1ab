package org.whispernotes.todos.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.whispernotes.model.document.Priority;
import org.whispernotes.todos.cite.CheckedTodo;

class MergeTest {

    @Test
    void whatTwoWindowsSawIsOneTodoEvenWithoutAMeaningfulWord() {
        assertThat(Merge.todos(List.of(todo("Okay, will do.", "Ben", 7), todo("Okay, will do.", "Ben", 7))))
                .singleElement()
                .satisfies(todo -> assertThat(todo.segmentIds()).containsExactly(7));
    }

    @Test
    void aRecapAddsItsCitationsToWhatWasSaidBefore() {
        CheckedTodo recap = todo("Ben sends the release notes to the customers", "Ben", 90);

        assertThat(Merge.todos(List.of(todo("Send the release notes to the customers", null, 4), recap)))
                .singleElement()
                .satisfies(todo -> {
                    assertThat(todo.segmentIds()).containsExactly(4, 90);
                    assertThat(todo.assignee()).isEqualTo("Ben");
                    assertThat(todo.start()).isEqualTo(4);
                });
    }

    @Test
    void twoThingsInOneLineStayTwo() {
        assertThat(Merge.todos(List.of(todo("Send the report", "Ben", 4), todo("Book the room", "Ben", 4))))
                .hasSize(2);
    }

    @Test
    void theSameForAnotherPersonStaysAnotherTodo() {
        assertThat(Merge.todos(List.of(
                        todo("Read the security chapter again", "Ben", 4),
                        todo("Read the security chapter again", "Carla", 5))))
                .hasSize(2);
    }

    private static CheckedTodo todo(String task, @Nullable String assignee, int segment) {
        return new CheckedTodo(
                task, List.of(segment), segment, task, assignee, null, null, Priority.MEDIUM, null, null);
    }
}
