package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.align.phone.PhoneAligner;
import org.whispernotes.transcriber.model.graph.GraphPrecision;
import org.whispernotes.transcriber.model.graph.ModelConfig;
import org.whispernotes.transcriber.model.graph.WhisperGraphs;
import org.whispernotes.transcriber.model.graph.WhisperShape;

/** One loaded model with the memory for its batch. Used by one thread, which others encode for. */
final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int LARGEST_BATCH = 8;
    /** More at once would only take memory: beyond, each gets more threads. */
    private static final int MOST_ENCODINGS = 4;
    /** Encoded and without a row yet, so that no thread waits for one. */
    private static final int WAITING = 1;

    private final WhisperGraphs graphs;
    private final Vocabulary vocabulary;
    private final Sessions sessions;
    private final int batch;
    private final int beam;
    private final EncodeAhead ahead;
    private final Decoder decoder;
    private final WordTimer timer;
    private final @Nullable PhoneAligner aligner;

    Engine(WhisperGraphs graphs, OnnxSettings settings, @Nullable PhoneAligner aligner)
            throws IOException, OrtException {
        this.graphs = graphs;
        this.aligner = aligner;
        WhisperShape shape = shape();
        GraphPrecision precision = graphs.manifest().precision();
        boolean bytes = precision.quantised();
        vocabulary = new Vocabulary(VocabularyFile.read(graphs.source()), shape.vocabulary());
        int textCapacity =
                Math.min(shape.textContext(), Prompts.longest(settings.maxPromptTokens()) + settings.maxNewTokens());
        long audioBytes = CrossCache.placeBytes(shape, bytes);
        long textBytes = SelfCache.rowBytes(shape, textCapacity);
        int rows = (int) Math.min(
                LARGEST_BATCH + MOST_ENCODINGS + WAITING + settings.beam() - 1, usable() / (audioBytes + textBytes));
        int encodings = Math.max(1, Math.min(rows / 3, Math.min(MOST_ENCODINGS, settings.effectiveThreads())));
        beam = 1 + Math.min(settings.beam() - 1, rows / 3);
        int room = Math.max(1, Math.min(LARGEST_BATCH, rows - encodings - WAITING - (beam - 1)));
        batch = settings.batch() == 0 ? room : settings.batch();
        int decoded = batch + beam - 1;
        sessions = Sessions.open(graphs, settings.effectiveThreads(), settings.effectiveThreads() / encodings);
        CrossCache cross = new CrossCache(shape, precision, decoded, batch, encodings + WAITING);
        AudioPlaces places = new AudioPlaces(cross);
        SelfCache self = new SelfCache(shape, textCapacity, decoded);
        Encoder encoder = new Encoder(sessions, cross, shape.audioContext(), settings.contextPadding());
        ahead = new EncodeAhead(encoder, places, encodings, encodings + WAITING);
        decoder = new Decoder(sessions.decoder(), shape, config().alignmentHeads(), places, self, decoded);
        timer = new WordTimer(sessions.align(), shape, config().alignmentHeads(), places, bytes);
        LOG.info(
                "Whisper {} from {}: {} threads, {} encodings, {} windows and {} texts of one at once, {} MiB for them",
                precision.label(),
                graphs.directory(),
                settings.effectiveThreads(),
                encodings,
                batch,
                beam,
                cross.places() * audioBytes + decoded * textBytes >> 20);
    }

    /** 3/5 of the memory outside the heap, which is as large as the heap unless set otherwise. */
    private static long usable() {
        return Runtime.getRuntime().maxMemory() * 3 / 5;
    }

    WhisperShape shape() {
        return graphs.manifest().shape();
    }

    ModelConfig config() {
        return graphs.manifest().config();
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    int batch() {
        return batch;
    }

    /** Texts of one window at once; 1 where there is no room for more. */
    int beam() {
        return beam;
    }

    EncodeAhead ahead() {
        return ahead;
    }

    Decoder decoder() {
        return decoder;
    }

    WordTimer timer() {
        return timer;
    }

    @Nullable
    PhoneAligner aligner() {
        return aligner;
    }

    @Override
    public void close() throws OrtException {
        ahead.close();
        decoder.close();
        sessions.close();
    }
}
