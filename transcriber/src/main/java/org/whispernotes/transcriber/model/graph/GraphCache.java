package org.whispernotes.transcriber.model.graph;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.model.OwnOperators;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Graphs under {@code MODEL/onnx/VERSION-PRECISION/}, built at first use. A build happens in a directory of its own and
 * is moved into place as a whole; processes on one machine take turns; what is found is checked against its manifest and
 * built anew if it differs.
 */
public final class GraphCache {

    /** Raise whenever the builder's output changes. */
    static final int BUILDER = 9;

    private static final Logger LOG = LoggerFactory.getLogger(GraphCache.class);
    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** File locks hold between processes only; within one it is this monitor. */
    private static final Object IN_PROCESS = new Object();

    private GraphCache() {}

    /**
     * The graphs of a model, built if they aren't there.
     *
     * @param model directory of the model, with its weights in {@code ct2}, {@code hf} or directly in it
     * @param progress told what is being done, a line each
     * @throws IOException when there are no weights, they can't be read, or the disk is full
     */
    public static WhisperGraphs open(Path model, GraphPrecision precision, Consumer<String> progress)
            throws IOException {
        WeightSource source = WeightSource.find(model);
        Path parent = Files.createDirectories(model.resolve("onnx"));
        Path target = parent.resolve(BUILDER + "-" + precision.label());
        synchronized (IN_PROCESS) {
            try (FileChannel lock = FileChannel.open(
                            parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (!intact(target, source)) {
                    build(source, precision, target, progress);
                }
            }
        }
        return new WhisperGraphs(target, source.directory(), manifest(target));
    }

    private static GraphManifest manifest(Path directory) throws IOException {
        return JSON.readValue(Files.readAllBytes(directory.resolve(MANIFEST)), GraphManifest.class);
    }

    private static boolean intact(Path directory, WeightSource source) throws IOException {
        if (!Files.exists(directory.resolve(MANIFEST))) {
            return false;
        }
        try {
            GraphManifest manifest = manifest(directory);
            if (manifest.sourceBytes() != source.bytes()) {
                LOG.info("{}: the weights have changed, building the graphs again", directory);
                return false;
            }
            for (Map.Entry<String, GraphManifest.FileDigest> file :
                    manifest.files().entrySet()) {
                Path path = directory.resolve(file.getKey());
                if (!Files.exists(path) || !digest(path).equals(file.getValue())) {
                    LOG.warn("{} is damaged, building the graphs again", path);
                    return false;
                }
            }
            return true;
        } catch (JacksonException e) {
            LOG.warn("{}: the manifest can't be read, building the graphs again", directory, e);
            return false;
        }
    }

    private static void build(WeightSource source, GraphPrecision precision, Path target, Consumer<String> progress)
            throws IOException {
        Path scratch = Files.createDirectory(target.resolveSibling(".building-" + UUID.randomUUID()));
        try (WhisperWeights weights = source.open()) {
            WhisperShape shape = weights.shape();
            if (precision.ownOperators() && !OwnOperators.fit(shape.width(), shape.headWidth())) {
                throw new IOException("the operators in 8 bits don't fit a model of " + shape.width()
                        + " channels with heads of " + shape.headWidth()
                        + ": set notes.recognise.onnx.precision to int8");
            }
            ModelConfig config = ModelConfig.read(source.directory(), shape);
            Smoothing smoothing = Smoothing.NONE;
            if (precision.quantised()) {
                progress.accept("measuring the encoder's activations");
                Path measuring = Files.createDirectory(scratch.resolve("calibration"));
                smoothing = Calibration.measure(weights, measuring);
                delete(measuring);
            }
            progress.accept("building the encoder, " + precision.label());
            MelGraph.write(shape.melBins(), scratch.resolve(WhisperGraphs.MEL));
            EncoderGraph.write(weights, precision, smoothing, scratch.resolve(WhisperGraphs.ENCODER));
            progress.accept("building the decoder, " + precision.label());
            TreeSet<Integer> layers = config.alignmentHeads().stream()
                    .map(AlignmentHead::layer)
                    .collect(Collectors.toCollection(TreeSet::new));
            DecoderGraph.write(weights, precision, layers, scratch.resolve(WhisperGraphs.DECODER));
            AlignGraph.write(shape, precision, scratch.resolve(WhisperGraphs.ALIGN));
            GraphManifest manifest =
                    new GraphManifest(BUILDER, precision, shape, config, source.bytes(), digests(scratch));
            Files.write(scratch.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
            delete(target);
            Files.move(scratch, target, StandardCopyOption.ATOMIC_MOVE);
            progress.accept("graphs are ready in " + target);
        } finally {
            delete(scratch);
        }
    }

    private static Map<String, GraphManifest.FileDigest> digests(Path directory) throws IOException {
        Map<String, GraphManifest.FileDigest> digests = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> listing = Files.list(directory)) {
            files = listing.toList();
        }
        for (Path file : files) {
            digests.put(String.valueOf(file.getFileName()), digest(file));
        }
        return digests;
    }

    private static GraphManifest.FileDigest digest(Path file) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                byte[] buffer = new byte[1 << 20];
                while (in.read(buffer) >= 0) {
                    // the digest reads along
                }
            }
            return new GraphManifest.FileDigest(Files.size(file), HexFormat.of().formatHex(sha256.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
