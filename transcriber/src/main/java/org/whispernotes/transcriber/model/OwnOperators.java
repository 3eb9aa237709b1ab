package org.whispernotes.transcriber.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Operators for ONNX Runtime that ship with this program: attention and linear layers with 8-bit products, for Linux on
 * x86-64 with AVX-512 VNNI. Their C is compiled when the program is built, if there is a compiler; without them, or on
 * other processors, graphs use ONNX Runtime's own operators, which are slower.
 */
public final class OwnOperators {

    /** Channels of a head that the operators are made for: every published Whisper has so many. */
    public static final int HEAD_WIDTH = 64;

    /** Whole blocks of inputs and panels of outputs: the width of every published Whisper is a multiple. */
    private static final int WIDTH_STEP = 128;

    private static final Logger LOG = LoggerFactory.getLogger(OwnOperators.class);
    private static final String LIBRARY = "libwhispernotes-operators.so";
    private static final List<String> NEEDED = List.of("avx512_vnni", "avx512bw", "avx512dq", "avx512vl");
    private static final @Nullable Path UNPACKED = unpacked();

    private OwnOperators() {}

    /** Whether graphs that use these operators run here. */
    public static boolean areAvailable() {
        return UNPACKED != null;
    }

    /** Whether they are made for a model of this width, with heads of that one. */
    public static boolean fit(int width, int headWidth) {
        return headWidth == HEAD_WIDTH && width % WIDTH_STEP == 0;
    }

    /**
     * Lets a session use the operators.
     *
     * @throws OrtException when ONNX Runtime can't load them
     * @throws IllegalStateException when they aren't available
     */
    public static void register(OrtSession.SessionOptions options) throws OrtException {
        if (UNPACKED == null) {
            throw new IllegalStateException("these graphs need Linux on x86-64 with AVX-512 VNNI, and a build on a"
                    + " machine with a C compiler: set notes.recognise.onnx.precision to auto");
        }
        options.registerCustomOpLibrary(UNPACKED.toString());
    }

    /**
     * Has the operators multiply by tiles (AMX) from now on, or not; their results are the same. For comparisons, while
     * nothing is computed: by default they do so where they can.
     *
     * @return whether they do
     */
    public static boolean useTiles(boolean wanted) {
        return UNPACKED != null
                && NativeLibrary.getInstance(UNPACKED.toString())
                                .getFunction("whispernotes_use_tiles")
                                .invokeInt(new Object[] {wanted ? 1 : 0})
                        != 0;
    }

    private static @Nullable Path unpacked() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        if (!system.equals("linux") || !processor.equals("amd64")) {
            return null;
        }
        try (InputStream library = OwnOperators.class.getResourceAsStream(LIBRARY)) {
            if (library == null) {
                LOG.info("built without a C compiler: attention is computed in floats, which takes half as long again");
                return null;
            }
            if (!ProcessorFlags.read().containsAll(NEEDED)) {
                return null;
            }
            Path unpacked = Files.createTempFile("whispernotes-operators-", ".so");
            unpacked.toFile().deleteOnExit();
            Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
            // Also keeps it when the session options are closed that ONNX Runtime loads it for.
            System.load(unpacked.toString());
            return unpacked;
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.warn(
                    "the operators can't be loaded: attention is computed in floats, which takes half as long again",
                    e);
            return null;
        }
    }
}
