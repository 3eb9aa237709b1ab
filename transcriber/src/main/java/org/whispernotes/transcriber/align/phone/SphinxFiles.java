package org.whispernotes.transcriber.align.phone;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads an acoustic model of CMU Sphinx with phonetically tied mixtures: {@code mdef}, {@code means}, {@code variances},
 * {@code sendump} (format: pocketsphinx's {@code bin_mdef.c}, {@code ms_gauden.c}, {@code ptm_mgau.c}).
 */
final class SphinxFiles {

    private static final byte[] END_OF_HEADER = "endhdr\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTE_ORDER = 0x11223344;
    /** {@code BMDF}, read as a number. */
    private static final int BINARY_MDEF = 0x46444d42;

    private static final double SMALLEST_VARIANCE = 1e-4;
    /** Weights are stored as logarithms to this base, shifted right by ten bits. */
    private static final double LOG_WEIGHT_STEP = 1024 * Math.log(1.0001);

    /** Gaussians that are kept of each phone and stream, those with most weight: all 128 time words no better. */
    private static final int DENSITIES = 64;

    private SphinxFiles() {}

    /** @throws IOException when a file can't be read or is none of this kind */
    static AcousticModel read(Path mdef, Path means, Path variances, Path sendump) throws IOException {
        try {
            List<String> phones = phones(buffer(mdef));
            Gaussians mean = gaussians(means, phones.size());
            Gaussians variance = gaussians(variances, phones.size());
            double[][][] weights = weights(buffer(sendump), phones.size() * AcousticModel.STATES, mean.densities);
            List<List<AcousticModel.Mixture>> streams = new ArrayList<>();
            for (int stream = 0; stream < AcousticModel.STREAMS; stream++) {
                List<AcousticModel.Mixture> mixtures = new ArrayList<>();
                for (int phone = 0; phone < phones.size(); phone++) {
                    mixtures.add(mixture(mean, variance, weights[stream], stream, phone));
                }
                streams.add(mixtures);
            }
            return new AcousticModel(phones, streams);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("no acoustic model of CMU Sphinx: " + mdef.getParent(), e);
        }
    }

    /** Means or variances: phones x streams x densities x values. */
    private record Gaussians(int densities, float[] values) {

        float value(int phone, int stream, int density, int i) {
            int row = (phone * AcousticModel.STREAMS + stream) * densities + density;
            return values[row * AcousticModel.WIDTH + i];
        }
    }

    private static AcousticModel.Mixture mixture(
            Gaussians mean, Gaussians variance, double[][] weights, int stream, int phone) {
        int width = AcousticModel.WIDTH;
        int states = AcousticModel.STATES;
        double[] weight = IntStream.range(0, mean.densities)
                .mapToDouble(density -> weightOf(weights, phone, density))
                .toArray();
        int[] kept = IntStream.range(0, mean.densities)
                .boxed()
                .sorted(Comparator.comparingDouble(density -> -weight[density]))
                .limit(DENSITIES)
                .mapToInt(Integer::intValue)
                .toArray();
        float[] means = new float[kept.length * width];
        float[] precisions = new float[kept.length * width];
        float[] offsets = new float[states * kept.length];
        for (int k = 0; k < kept.length; k++) {
            double logDivisor = 0;
            for (int i = 0; i < width; i++) {
                double v = Math.max(SMALLEST_VARIANCE, variance.value(phone, stream, kept[k], i));
                means[k * width + i] = mean.value(phone, stream, kept[k], i);
                precisions[k * width + i] = (float) (0.5 / v);
                logDivisor += 0.5 * Math.log(2 * Math.PI * v);
            }
            for (int state = 0; state < states; state++) {
                offsets[state * kept.length + k] = (float) (weights[kept[k]][phone * states + state] - logDivisor);
            }
        }
        return new AcousticModel.Mixture(means, precisions, offsets);
    }

    private static double weightOf(double[][] weights, int phone, int density) {
        double sum = 0;
        for (int state = 0; state < AcousticModel.STATES; state++) {
            sum += Math.exp(weights[density][phone * AcousticModel.STATES + state]);
        }
        return sum;
    }

    /** Names of the phones without context, which come first. */
    private static List<String> phones(ByteBuffer in) throws IOException {
        if (in.getInt() != BINARY_MDEF) {
            throw new IOException("mdef is not in binary form");
        }
        in.getInt();
        in.position(in.getInt() + in.position());
        int count = in.getInt();
        in.getInt();
        int states = in.getInt();
        if (states != AcousticModel.STATES) {
            throw new IOException("phones of " + states + " states; three are needed");
        }
        in.position(in.position() + 7 * Integer.BYTES);
        List<String> names = new ArrayList<>();
        while (names.size() < count) {
            StringBuilder name = new StringBuilder();
            for (byte b = in.get(); b != 0; b = in.get()) {
                name.append((char) b);
            }
            names.add(name.toString());
        }
        return names;
    }

    private static Gaussians gaussians(Path file, int phones) throws IOException {
        ByteBuffer in = buffer(file);
        int matched = 0;
        while (matched < END_OF_HEADER.length) {
            matched = in.get() == END_OF_HEADER[matched] ? matched + 1 : 0;
        }
        if (in.getInt() != BYTE_ORDER || in.getInt() != phones || in.getInt() != AcousticModel.STREAMS) {
            throw new IOException(file + ": not three streams of Gaussians for each of " + phones + " phones");
        }
        int densities = in.getInt();
        for (int stream = 0; stream < AcousticModel.STREAMS; stream++) {
            if (in.getInt() != AcousticModel.WIDTH) {
                throw new IOException(file + ": not " + AcousticModel.WIDTH + " values a stream");
            }
        }
        float[] values = new float[in.getInt()];
        if (values.length != phones * AcousticModel.STREAMS * densities * AcousticModel.WIDTH) {
            throw new IOException(file + ": " + values.length + " values");
        }
        in.asFloatBuffer().get(values);
        return new Gaussians(densities, values);
    }

    /** Logarithms of weights: streams x densities x states. States with context, which come last, are left out. */
    private static double[][][] weights(ByteBuffer in, int states, int densities) throws IOException {
        for (int length = in.getInt(); length > 0; length = in.getInt()) {
            in.position(in.position() + length);
        }
        int rows = in.getInt();
        int columns = in.getInt();
        if (rows != densities || columns < states) {
            throw new IOException("sendump has weights for " + rows + " Gaussians and " + columns + " states");
        }
        double[][][] weights = new double[AcousticModel.STREAMS][rows][states];
        byte[] row = new byte[columns];
        for (double[][] stream : weights) {
            for (double[] density : stream) {
                in.get(row);
                for (int state = 0; state < states; state++) {
                    density[state] = -(row[state] & 0xff) * LOG_WEIGHT_STEP;
                }
            }
        }
        return weights;
    }

    private static ByteBuffer buffer(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
