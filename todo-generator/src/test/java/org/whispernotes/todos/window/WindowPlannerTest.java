package org.whispernotes.todos.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.todos.Talks;
import org.whispernotes.todos.talk.Line;
import org.whispernotes.todos.talk.Talk;

class WindowPlannerTest {

    private final WindowPlanner planner = new WindowPlanner(600, 3);

    @Test
    void windowsCoverEveryLineOverlapAndStayBelowTheLimit() {
        Talk talk = Talks.english(Talks.smallTalk(400));

        List<Window> windows = planner.plan(talk);

        assertThat(windows).hasSizeGreaterThan(10);
        assertThat(windows.get(0).from()).isZero();
        assertThat(windows.get(windows.size() - 1).to()).isEqualTo(400);
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).index()).isEqualTo(i);
            assertThat(windows.get(i).from()).isEqualTo(windows.get(i - 1).to() - 3);
        }
        for (Window window : windows) {
            int characters = talk.lines().subList(window.from(), window.to()).stream()
                    .mapToInt(line -> line.text().length() + 1)
                    .sum();
            assertThat(characters).isLessThanOrEqualTo(600);
        }
    }

    @Test
    void theCutLiesAtTheLongestPause() {
        List<Line> lines = new ArrayList<>();
        double start = 0;
        for (int i = 0; i < 60; i++) {
            start += i == 18 ? 30 : 2.5;
            lines.add(new Line(i, start, start + 2, "A", "twenty-nine characters of talk"));
        }

        List<Window> windows = planner.plan(new Talk("en", start, Talks.MONDAY, lines));

        assertThat(windows.get(0).to()).isEqualTo(18);
    }

    @Test
    void aLineLongerThanTheLimitGetsAWindow() {
        Talk talk = Talks.english("A: short", "A: " + "word ".repeat(400), "A: short");

        assertThat(planner.plan(talk))
                .isNotEmpty()
                .last()
                .extracting(Window::to)
                .isEqualTo(3);
    }

    @Test
    void anEmptyTalkHasNoWindow() {
        assertThat(planner.plan(Talks.english())).isEmpty();
    }
}
