package org.whispernotes.bench.todos;

import java.util.Locale;

/** One engine on one set, as the Markdown of the report. */
final class ReportText {

    private ReportText() {}

    static String of(String set, EngineRun.Result result, int meetings, long peakMegabytes) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%n### %s: %s%n%n%d talks, %d lines, %d action items. %.1f s (%.0f lines/s), %d MiB at most.%n%n",
                set,
                result.engine(),
                meetings,
                result.segments(),
                result.lines().items(),
                result.seconds(),
                result.segments() / Math.max(1e-9, result.seconds()),
                peakMegabytes));
        text.append("| | precision | recall | F1 | lines picked | false lines |\n|---|---|---|---|---|---|\n");
        text.append(row("todos, within one line", result.lines()));
        text.append(row("todos, the linked line itself", result.exact()));
        text.append(row("todos, ten lines a talk", result.top()));
        text.append(row("decisions", result.decisions()));
        text.append(row("open questions", result.questions()));
        if (result.withoutTodos() > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nTalks without todos: %d; of these with a todo found: %d.%n",
                    result.withoutTodos(),
                    result.falselyFound()));
        }
        if (!result.engine().equals("embedded")) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nWindows: %d; the model's own answer counts in %d, with %d todos before the citation check.%n",
                    result.windows(),
                    result.own(),
                    result.claims()));
        }
        if (!result.warnings().isEmpty()) {
            text.append(String.format(Locale.ROOT, "%nWarnings: %s.%n", result.warnings()));
        }
        return text.toString();
    }

    private static String row(String name, Score score) {
        return String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %d | %d |%n",
                name,
                score.precision(),
                score.recall(),
                score.f1(),
                score.picks(),
                score.falseLines());
    }
}
