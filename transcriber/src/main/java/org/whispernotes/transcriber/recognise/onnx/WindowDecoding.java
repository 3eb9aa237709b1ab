package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import org.whispernotes.transcriber.model.graph.AlignmentHead;
import org.whispernotes.transcriber.recognise.RecognisedSegment;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** What happens to one row: detect the language, write token by token, judge, try again or accept. */
final class WindowDecoding {

    /** From here on a window's own language is believed against what the other windows say. */
    private static final double SURE_OF_LANGUAGE = 0.5;

    private final Vocabulary vocabulary;
    private final Prompts prompts;
    private final TokenRules rules;
    private final QualityRules quality;
    private final Decoder decoder;
    private final SegmentMaker segments;
    private final List<AlignmentHead> heads;
    private final int headWidth;
    private final int maxNewTokens;
    private final boolean timestamps;
    private final float[] scores;

    WindowDecoding(Engine engine, OnnxSettings settings) {
        this.vocabulary = engine.vocabulary();
        this.prompts = new Prompts(vocabulary, settings.maxPromptTokens());
        this.rules = new TokenRules(vocabulary, engine.config());
        this.quality = settings.rules();
        this.decoder = engine.decoder();
        this.segments = new SegmentMaker(vocabulary, engine.timer(), engine.aligner());
        this.heads = engine.config().alignmentHeads();
        this.headWidth = engine.shape().headWidth();
        this.maxNewTokens = settings.maxNewTokens();
        this.timestamps = settings.timestamps();
        this.scores = new float[engine.shape().vocabulary()];
    }

    /** A row for a stretch that was encoded to so many frames. */
    Row begin(Stretch stretch, int frames) {
        Stretch.Language language = stretch.language();
        if (language == null && stretch.request().options().language() != null) {
            language = new Stretch.Language(stretch.request().options().language(), 1);
        }
        if (language == null && !vocabulary.isMultilingual()) {
            language = new Stretch.Language("en", 1);
        }
        if (language == null) {
            return new Row(stretch, frames, timestamps, prompts.forDetection(), true);
        }
        stretch.language(language);
        int[] prompt = prompts.forText(stretch.request().options(), language.code(), timestamps);
        return new Row(stretch, frames, timestamps, prompt, false);
    }

    void step(List<Row> rows) throws OrtException {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            decoder.feed(i, row.next(), row.position(), row.frames());
        }
        decoder.step(rows.size());
    }

    void move(int from, int to) {
        decoder.move(from, to);
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
            Stretch.Language heard = believed(row.stretch(), mostProbableLanguage());
            row.stretch().language(heard);
            row.detected(prompts.forText(row.stretch().request().options(), heard.code(), timestamps));
            return false;
        }
        if (row.isInPrompt()) {
            row.read();
            return false;
        }
        TokenRules.Choice choice = rules.choose(scores, row);
        float[] query = new float[heads.size() * headWidth];
        for (int head = 0; head < heads.size(); head++) {
            decoder.readQuery(index, heads.get(head), query, head * headWidth);
        }
        row.write(choice, query);
        row.read();
        boolean complete = choice.token() == vocabulary.end()
                || row.written() >= maxNewTokens
                || LoopCheck.period(row.tokens()) > 0;
        return complete && !tryAgain(row);
    }

    private boolean tryAgain(Row row) {
        Decoded decoded = row.decoded(vocabulary);
        int next = row.attempt() + 1;
        if (quality.isGoodEnough(decoded) || next >= quality.temperatures().size()) {
            return false;
        }
        Decoded best = row.best();
        row.retry(
                best == null ? decoded : quality.better(best, decoded),
                quality.temperatures().get(next));
        return true;
    }

    /** Takes a complete row's text; true when the stretch has more to read. */
    boolean accept(Row row, int index) throws OrtException {
        Stretch stretch = row.stretch();
        Decoded decoded = row.decoded(vocabulary);
        Decoded best = row.best();
        if (best != null && !quality.isGoodEnough(decoded)) {
            decoded = quality.better(best, decoded);
        }
        boolean silent = quality.isSilence(decoded)
                || PhantomPhrases.matches(decoded)
                || stretch.isAgain() && !quality.isCredible(decoded);
        Stretch.Language language = stretch.language();
        String code = language == null ? "en" : language.code();
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

    private Stretch.Language mostProbableLanguage() {
        double sum = 0;
        String best = "en";
        double most = 0;
        for (Map.Entry<String, Integer> language : vocabulary.languages().entrySet()) {
            double probability = Math.exp(scores[language.getValue()]);
            sum += probability;
            if (probability > most) {
                most = probability;
                best = language.getKey();
            }
        }
        return new Stretch.Language(best, sum == 0 ? 0 : most / sum);
    }

    private static Stretch.Language believed(Stretch stretch, Stretch.Language heard) {
        Stretch.Language most = stretch.request().vote(heard);
        return heard.probability() >= SURE_OF_LANGUAGE ? heard : most;
    }
}
