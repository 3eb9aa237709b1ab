package org.whispernotes.transcriber.align.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.transcriber.align.Span;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.model.ModelMissingException;

/**
 * Times words by forced alignment: of all ways to lay the words' phones along the audio, the one that an acoustic model
 * finds likeliest, near to where the words were thought to be (as WhisperX does with wav2vec 2.0, here with the Gaussian
 * mixtures of CMU Sphinx: some milliseconds for half a minute). May be used by several threads at once.
 */
public final class PhoneAligner {

    private static final Logger LOG = LoggerFactory.getLogger(PhoneAligner.class);

    /** In the catalogue. */
    static final String MODEL = "cmu-sphinx-en-us";

    /** Seconds from what a frame is around back to where what it is the first of begins: measured. */
    private static final double LATE = 0.01;

    private final AcousticModel model;
    private final Map<String, Integer> phones;

    private PhoneAligner(AcousticModel model) {
        this.model = model;
        this.phones = IntStream.range(0, model.phones().size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(model.phones()::get, phone -> phone));
    }

    /** Where its model is there and whole; words have times without it, so what is wrong with it is only logged. */
    public static Optional<PhoneAligner> find(ModelFiles files) {
        if (!files.has(MODEL, "mdef")) {
            return Optional.empty();
        }
        try {
            return Optional.of(open(
                    files.require(MODEL, "mdef"),
                    files.require(MODEL, "means"),
                    files.require(MODEL, "variances"),
                    files.require(MODEL, "sendump")));
        } catch (IOException | UncheckedIOException | ModelMissingException e) {
            LOG.error(
                    "English words are timed less exactly; the model {} is not whole (./notes up gets what is missing)",
                    MODEL,
                    e);
            return Optional.empty();
        }
    }

    /**
     * @param mdef {@code mdef} of an English model of CMU Sphinx with phonetically tied mixtures
     * @throws IOException when a file can't be read or is of another kind
     */
    static PhoneAligner open(Path mdef, Path means, Path variances, Path sendump) throws IOException {
        return new PhoneAligner(SphinxFiles.read(mdef, means, variances, sendump));
    }

    /** Whether words of a language have known sounds. */
    public boolean knows(String language) {
        return language.equals("en");
    }

    /**
     * Better times for the same words; the given ones for all where they can't be laid along the audio, as when more are
     * written than were said. What has no known sound keeps its time as far as its neighbours leave it room.
     *
     * @param words as written, in order
     * @param rough where each is thought to lie, within two tenths of a second; in order, not overlapping
     */
    public List<Span> align(SoundBands sound, List<String> words, List<Span> rough) {
        List<Integer> spoken = new ArrayList<>();
        List<int[]> sounds = new ArrayList<>();
        for (int word = 0; word < words.size(); word++) {
            int[] own = EnglishSpelling.phones(words.get(word)).stream()
                    .map(phones::get)
                    .filter(Objects::nonNull)
                    .mapToInt(Integer::intValue)
                    .toArray();
            if (own.length > 0) {
                spoken.add(word);
                sounds.add(own);
            }
        }
        int frames = sound.frames();
        if (spoken.isEmpty() || frames == 0) {
            return rough;
        }
        float[][] features = Cepstra.of(sound);
        PhoneChain chain =
                new PhoneChain(model, sounds, spoken.stream().map(rough::get).toList());
        float[][] scores = PhoneScores.of(model, features, chain.wanted(frames));
        int[] path = PhonePath.find(chain, scores, frames);
        return path == null ? rough : spans(path, spoken, rough);
    }

    private static List<Span> spans(int[] path, List<Integer> spoken, List<Span> rough) {
        int[] starts = new int[spoken.size()];
        int[] ends = new int[spoken.size()];
        for (int frame = 0; frame < path.length; frame++) {
            int word = path[frame];
            if (word != PhoneChain.NONE) {
                starts[word] = frame > 0 && path[frame - 1] == word ? starts[word] : frame;
                ends[word] = frame + 1;
            }
        }
        List<Span> spans = new ArrayList<>(rough);
        for (int i = 0; i < starts.length; i++) {
            spans.set(spoken.get(i), new Span(edge(starts[i]), edge(ends[i])));
        }
        for (int word = 0; word < spans.size(); word++) {
            if (!spoken.contains(word)) {
                spans.set(word, between(spans, word));
            }
        }
        return spans;
    }

    private static Span between(List<Span> spans, int word) {
        Span rough = spans.get(word);
        double earliest = word == 0 ? 0 : spans.get(word - 1).end();
        double next =
                word + 1 == spans.size() ? rough.end() : spans.get(word + 1).start();
        double latest = Math.max(earliest, next);
        double start = Math.max(earliest, Math.min(latest, rough.start()));
        return new Span(start, Math.max(start, Math.min(latest, rough.end())));
    }

    private static double edge(int frame) {
        return Math.max(0, frame / SoundBands.FRAMES_A_SECOND - LATE);
    }
}
