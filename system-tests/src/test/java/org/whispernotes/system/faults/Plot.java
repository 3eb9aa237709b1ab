package org.whispernotes.system.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Curves over the seconds of a run, as SVG: one panel a subject, below each other. */
final class Plot {

    private static final int WIDTH = 720;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int PANEL = 150;
    private static final int GAP = 44;
    private static final List<String> COLOURS = List.of("#1f6feb", "#c2410c", "#15803d");

    private final List<Sample> samples;
    private final List<String> panels = new ArrayList<>();

    /** One line of a panel. */
    record Curve(String name, ToDoubleFunction<Sample> value) {}

    Plot(List<Sample> samples) {
        this.samples = samples;
    }

    Plot panel(String title, Curve... curves) {
        int top = GAP + panels.size() * (PANEL + GAP);
        double highest = 1;
        for (Curve curve : curves) {
            highest = Math.max(
                    highest, samples.stream().mapToDouble(curve.value()).max().orElse(0));
        }
        StringBuilder svg = new StringBuilder();
        add(svg, "<text x='%d' y='%d' font-weight='bold'>%s</text>", LEFT, top - 10, title);
        add(svg, "<path d='M%d %dV%dH%d' stroke='#999' fill='none'/>", LEFT, top, top + PANEL, WIDTH - RIGHT);
        add(svg, "<text x='%d' y='%d' text-anchor='end'>%.0f</text>", LEFT - 6, top + 10, highest);
        add(svg, "<text x='%d' y='%d' text-anchor='end'>0</text>", LEFT - 6, top + PANEL);
        for (int i = 0; i < curves.length; i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            add(svg, "<path d='%s' stroke='%s' fill='none'/>", path(curves[i], top, highest), colour);
            add(
                    svg,
                    "<text x='%d' y='%d' fill='%s' text-anchor='end'>%s</text>",
                    WIDTH - RIGHT - i * 150,
                    top - 10,
                    colour,
                    curves[i].name());
        }
        panels.add(svg.toString());
        return this;
    }

    String svg() {
        int height = GAP + panels.size() * (PANEL + GAP);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
                WIDTH,
                height);
        add(svg, "<rect width='100%%' height='100%%' fill='#fff'/>");
        panels.forEach(svg::append);
        add(svg, "<text x='%d' y='%d'>0 s</text>", LEFT, height - 12);
        add(svg, "<text x='%d' y='%d' text-anchor='end'>%.0f s</text>", WIDTH - RIGHT, height - 12, length());
        return svg.append("</svg>\n").toString();
    }

    private double length() {
        return samples.get(samples.size() - 1).second();
    }

    private String path(Curve curve, int top, double highest) {
        StringBuilder path = new StringBuilder();
        for (Sample sample : samples) {
            double x = LEFT + sample.second() / Math.max(1, length()) * (WIDTH - LEFT - RIGHT);
            double y = top + PANEL * (1 - curve.value().applyAsDouble(sample) / highest);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
        }
        return path.toString();
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
