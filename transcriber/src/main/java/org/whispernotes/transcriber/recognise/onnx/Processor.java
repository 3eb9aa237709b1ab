package org.whispernotes.transcriber.recognise.onnx;

import java.util.Locale;
import java.util.Set;
import org.whispernotes.transcriber.model.OwnOperators;
import org.whispernotes.transcriber.model.ProcessorFlags;
import org.whispernotes.transcriber.model.graph.GraphPrecision;

/** What this machine's processor multiplies well. */
final class Processor {

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
                yield x86 && !hasDotProduct(ProcessorFlags.read())
                        ? GraphPrecision.INT8_REDUCED_RANGE
                        : GraphPrecision.INT8;
            }
        };
    }

    /** Whether 8-bit products are added in 32 bits (VNNI); unknown counts as no. */
    static boolean hasDotProduct(Set<String> flags) {
        return flags.contains("avx512_vnni") || flags.contains("avx_vnni");
    }
}
