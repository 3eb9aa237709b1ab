package org.whispernotes.transcriber.recognise.onnx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.model.OwnOperators;
import org.whispernotes.transcriber.model.graph.GraphPrecision;

/** What this machine's processor multiplies well. */
final class Processor {

    private static final Logger LOG = LoggerFactory.getLogger(Processor.class);
    private static final Path FLAGS = Path.of("/proc/cpuinfo");

    private Processor() {}

    static GraphPrecision precision(OnnxSettings.Precision wanted) {
        return switch (wanted) {
            case FLOAT32 -> GraphPrecision.FLOAT32;
            case INT8 -> GraphPrecision.INT8;
            case INT8_VNNI -> GraphPrecision.INT8_VNNI;
            case INT8_REDUCED_RANGE -> GraphPrecision.INT8_REDUCED_RANGE;
            case AUTO -> {
                if (OwnOperators.areAvailable()) {
                    yield GraphPrecision.INT8_VNNI;
                }
                String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
                boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
                yield x86 && !hasDotProduct(flags()) ? GraphPrecision.INT8_REDUCED_RANGE : GraphPrecision.INT8;
            }
        };
    }

    /** Whether 8-bit products are added in 32 bits (VNNI); unknown counts as no. */
    static boolean hasDotProduct(String flags) {
        return flags.contains("avx512_vnni") || flags.contains("avx_vnni");
    }

    private static String flags() {
        try {
            return Files.exists(FLAGS) ? Files.readString(FLAGS, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            LOG.warn("{} can't be read: 8-bit weights keep to the reduced range", FLAGS, e);
            return "";
        }
    }
}
