package org.whispernotes.bench.progress;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over seconds on a logarithmic scale, as SVG. */
record SecondsPlot(String title, Map<String, Measurement> results) {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final int RIGHT = 110;
    private static final int P99 = 1;
    /** From 0.1 ms to 10 s. */
    private static final int FIRST_DECADE = -1;

    private static final int LAST_DECADE = 4;
    private static final List<String> COLOURS = List.of("#0b6e4f", "#1d4ed8", "#b45309", "#9d174d");

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/><text x=\"%d\" y=\"22\" font-size=\"14\">%s</text>%n",
                WIDTH,
                HEIGHT,
                LEFT,
                title));
        for (int decade = FIRST_DECADE; decade <= LAST_DECADE; decade++) {
            double y = y(Math.pow(10, decade));
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    LEFT - 6,
                    y + 4,
                    decade < 0 ? "0.1" : Long.toString((long) Math.pow(10, decade))));
        }
        int line = 0;
        for (Map.Entry<String, Measurement> result : results.entrySet()) {
            line(svg, result.getKey(), result.getValue().perSecond(), line++);
        }
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\">seconds since all were connected</text>%n", LEFT, HEIGHT - 10));
        return svg.append("</svg>\n").toString();
    }

    private static void line(StringBuilder svg, String name, List<double[]> seconds, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < seconds.size(); i++) {
            double x = LEFT + (WIDTH - LEFT - RIGHT) * (i + 0.5) / seconds.size();
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(seconds.get(i)[P99])));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/><text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                points.toString().trim(),
                colour,
                WIDTH - RIGHT + 10,
                TOP + 20 + index * 18,
                colour,
                name));
    }

    private static double y(double millis) {
        double decades = Math.log10(Math.max(Math.pow(10, FIRST_DECADE), millis)) - FIRST_DECADE;
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * decades / (LAST_DECADE - FIRST_DECADE);
    }
}
