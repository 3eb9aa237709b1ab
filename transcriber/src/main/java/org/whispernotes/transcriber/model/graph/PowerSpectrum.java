package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.util.List;

/** Energies of frequencies, 25 ms every 10 ms at 16 kHz. */
final class PowerSpectrum {

    /** Samples of a frame. */
    static final int FRAME = 400;
    /** Samples from one frame to the next. */
    static final int HOP = 160;

    private PowerSpectrum() {}

    /**
     * Adds the input {@code pcm} [1, 1, {@link #HOP} T + {@link #FRAME} - {@link #HOP}] and its power [1, bins, T].
     *
     * @param basis windowed cosines, then windowed sines: [2 bins, {@link #FRAME}]
     */
    static String add(OnnxGraph graph, float[] basis) throws IOException {
        graph.input("pcm", ElementType.FLOAT, 1, 1, "samples");
        String spectrum = graph.op(
                "Conv",
                List.of("pcm", graph.floats("fourier", basis, basis.length / FRAME, 1, FRAME)),
                Attribute.ofList("kernel_shape", FRAME),
                Attribute.ofList("strides", HOP));
        String squares = graph.op("Mul", List.of(spectrum, spectrum));
        String real = graph.fresh("real");
        String imaginary = graph.fresh("imaginary");
        graph.node(
                "Split",
                OnnxGraph.NONE,
                List.of(squares),
                List.of(real, imaginary),
                Attribute.of("axis", 1),
                Attribute.of("num_outputs", 2));
        return graph.op("Add", List.of(real, imaginary));
    }
}
