package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.model.graph.AlignmentHead;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** What happens to one row: detect the language, write token by token, judge, try again or accept. */
final class WindowDecoding {

    /** Part of the tokens of the text that is to be bettered. */
    private static final double SHORTEST = 0.7;

    private final Vocabulary vocabulary;
    private final Prompts prompts;
    private final SpokenLanguages languages;
    private final TokenRules rules;
    private final QualityRules quality;
    private final Decoder decoder;
    private final SegmentMaker segments;
    private final List<AlignmentHead> heads;
    private final int headWidth;
    private final int maxNewTokens;
    private final int beam;
    private final boolean timestamps;
    private final float[] scores;

    WindowDecoding(Engine engine, OnnxSettings settings) {
        this.vocabulary = engine.vocabulary();
        this.prompts = new Prompts(vocabulary, settings.maxPromptTokens());
        this.languages = new SpokenLanguages(vocabulary, settings.rules());
        this.rules = new TokenRules(vocabulary, engine.config());
        this.quality = settings.rules();
        this.decoder = engine.decoder();
        this.segments = new SegmentMaker(vocabulary, engine.timer(), engine.aligner());
        this.heads = engine.config().alignmentHeads();
        this.headWidth = engine.shape().headWidth();
        this.maxNewTokens = settings.maxNewTokens();
        this.beam = engine.beam();
        this.timestamps = settings.timestamps();
        this.scores = new float[engine.shape().vocabulary()];
    }

    /** A row for a stretch that was encoded to so many frames. */
    Row begin(Stretch stretch, int frames) {
        Stretch.Language language = known(stretch);
        return language == null
                ? new Row(stretch, frames, timestamps, prompts.forDetection(), null)
                : new Row(stretch, frames, timestamps, prompt(stretch, language), language);
    }

    private Stretch.@Nullable Language known(Stretch stretch) {
        String given = stretch.request().options().language();
        if (stretch.language() != null) {
            return stretch.language();
        }
        if (given != null) {
            return new Stretch.Language(given, 1);
        }
        return vocabulary.isMultilingual() ? null : new Stretch.Language("en", 1);
    }

    private int[] prompt(Stretch stretch, Stretch.Language language) {
        return prompts.forText(stretch.request().options(), language.code(), timestamps);
    }

    void step(List<Row> rows) throws OrtException {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            // Rows that wait have to take part, but need not listen.
            int frames = row.isWaiting() ? 1 : row.frames();
            decoder.feed(i, row.next(), row.position(), frames);
        }
        decoder.step(rows.size());
    }

    /** Frees a place in the batch that was to be a row's. */
    void giveUp(int row) {
        decoder.release(row);
    }

    /** Frees a row's place in the batch, and fills it with the last one. */
    void release(List<Row> rows, int row) {
        int last = rows.size() - 1;
        decoder.release(row);
        if (row != last) {
            decoder.move(last, row, rows.get(last).position());
            rows.set(row, rows.get(last));
        }
        rows.remove(last);
    }

    /** Reads what the step said about a row; true when its text is complete. */
    boolean advance(Row row, int index) {
        boolean readsStart = row.next() == vocabulary.start();
        if (readsStart || !row.isInPrompt()) {
            decoder.readLogProbabilities(index, scores);
        }
        if (readsStart) {
            row.noSpeech(Math.exp(scores[vocabulary.noSpeech()]));
        }
        if (row.isDetecting()) {
            List<Stretch.Language> heard = languages.heard(scores);
            Stretch.Language first = SpokenLanguages.first(heard, row.stretch().request());
            row.detected(heard, first, prompt(row.stretch(), first));
            return false;
        }
        if (row.isInPrompt()) {
            row.read();
            return false;
        }
        row.goOn(row.text().with(rules.choose(scores, row), query(index)));
        boolean complete = row.token(row.written() - 1) == vocabulary.end()
                || row.written() >= maxNewTokens
                || row.text().loops();
        return complete && !tryAgain(row);
    }

    /** What the alignment heads asked for. */
    private float[] query(int index) {
        float[] query = new float[heads.size() * headWidth];
        for (int head = 0; head < heads.size(); head++) {
            decoder.readQuery(index, heads.get(head), query, head * headWidth);
        }
        return query;
    }

    /**
     * In another language that it may be; by a search in the one that it was written best in, or first at higher temperatures
     * where it repeats itself: so does what a search finds there.
     */
    private boolean tryAgain(Row row) {
        Decoded written = row.decoded(vocabulary);
        Decoded best = keepBetter(row, written);
        boolean isFromRow = best == written && row.temperature() == 0;
        return tryOtherLanguage(row, best)
                || !quality.isCircular(best) && trySearch(row, best, isFromRow)
                || tryHotter(row, best)
                || trySearch(row, best, isFromRow);
    }

    private boolean tryOtherLanguage(Row row, Decoded best) {
        Stretch.Language other = quality.isDoubtful(best)
                ? SpokenLanguages.next(row.heard(), row.tried(), row.stretch().request())
                : null;
        if (other == null) {
            return false;
        }
        row.retryIn(other, prompt(row.stretch(), other));
        return true;
    }

    /** @param isFromRow whether the best text is the one in the row, read word by word, so that a search can begin with it */
    private boolean trySearch(Row row, Decoded best, boolean isFromRow) {
        Stretch stretch = row.stretch();
        if (beam == 1
                || row.wasSearched()
                || stretch.isAgain()
                || !quality.isWorthSearching(best)
                || !timestamps && Unwritten.isSparse(stretch, best)) {
            return false;
        }
        Hypothesis beginning = isFromRow ? row.text().sureBeginning() : Hypothesis.EMPTY;
        row.search(best.language(), prompt(stretch, best.language()), beginning);
        return true;
    }

    private boolean tryHotter(Row row, Decoded best) {
        int next = row.attempt() + 1;
        if (quality.isGoodEnough(best) || next >= quality.temperatures().size()) {
            return false;
        }
        row.retry(
                best.language(),
                prompt(row.stretch(), best.language()),
                quality.temperatures().get(next));
        return true;
    }

    private Decoded keepBetter(Row row, Decoded written) {
        Decoded before = row.best();
        Decoded best = before == null ? written : better(row, before, written);
        row.keep(best);
        return best;
    }

    /** Rows that a search takes at most, besides the stretch's own. */
    int mostTwins() {
        return beam - 1;
    }

    /** Begins the search that a row waits for; twins of it are put behind the rows. */
    Beam search(Row row, List<Row> rows) {
        row.beginSearch();
        Decoded before = Objects.requireNonNull(row.best());
        int shortest = quality.isCircular(before)
                ? 0
                : (int) (SHORTEST * before.tokens().size());
        return new Beam(row, rowsOf(rows), beam, vocabulary.end(), shortest, maxNewTokens);
    }

    private Beam.Rows rowsOf(List<Row> rows) {
        return new Beam.Rows() {
            @Override
            public Row twin(Row leader) {
                Row twin = leader.twin();
                rows.add(twin);
                decoder.shareAudio(rows.indexOf(leader), rows.size() - 1);
                return twin;
            }

            @Override
            public void copy(Row from, Row to) {
                decoder.copyText(rows.indexOf(from), rows.indexOf(to), from.position() + 1);
            }
        };
    }

    /** Reads what the step said about a search's rows; true when the search is over. */
    boolean advance(Beam search, List<Row> rows) {
        if (search.leader().isInPrompt()) {
            search.leader().read();
            return false;
        }
        List<Beam.Candidate> candidates = new ArrayList<>();
        for (Row row : search.alive()) {
            int index = rows.indexOf(row);
            decoder.readLogProbabilities(index, scores);
            float[] query = query(index);
            for (TokenRules.Choice choice : rules.likeliest(scores, row, search.choices())) {
                candidates.add(new Beam.Candidate(row, row.text().with(choice, query)));
            }
        }
        return search.extend(candidates);
    }

    /** Takes what a search found; true when the row's text is complete. */
    boolean found(Beam search) {
        Row row = search.leader();
        Hypothesis text = search.best();
        Decoded best =
                text == null ? Objects.requireNonNull(row.best()) : keepBetter(row, row.decoded(text, vocabulary));
        return !tryHotter(row, best);
    }

    private Decoded better(Row row, Decoded before, Decoded written) {
        return before.language().equals(written.language())
                ? quality.better(before, written)
                : languages.better(before, written, row.stretch().request());
    }

    /** Takes a complete row's text; true when the stretch has more to read. */
    boolean accept(Row row, int index) throws OrtException {
        Stretch stretch = row.stretch();
        Decoded decoded = Objects.requireNonNull(row.best());
        stretch.language(decoded.language());
        boolean silent = quality.isSilence(decoded)
                || PhantomPhrases.matches(decoded)
                || stretch.isAgain() && !quality.isCredible(decoded);
        if (!silent) {
            stretch.request().settle(decoded.language());
        }
        String code = decoded.language().code();
        List<RecognisedSegment> made = List.of();
        int read = stretch.remaining();
        if (timestamps) {
            double seconds = (double) stretch.remaining() / SpeechWindow.SAMPLE_RATE;
            Passages passages = Passages.of(decoded.tokens(), vocabulary, seconds);
            if (!silent) {
                made = segments.byTimestamps(stretch, decoded, passages.passages(), index, code);
                read = (int) Math.ceil(passages.readSeconds() * SpeechWindow.SAMPLE_RATE);
            }
        } else if (!silent && Unwritten.isSparse(stretch, decoded)) {
            Unwritten.halves(stretch).forEach(stretch.request()::again);
        } else if (!silent) {
            made = segments.bySentence(stretch, decoded, index, code);
            Unwritten.ends(stretch, made).forEach(stretch.request()::again);
        }
        stretch.heard(decoded.noSpeechProbability(), made);
        stretch.advance(read);
        return stretch.remaining() > Encoder.FRAME;
    }
}
