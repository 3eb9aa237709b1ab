package org.whispernotes.todos.extract.writing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.whispernotes.todos.extract.Cancellation;
import org.whispernotes.todos.extract.DraftLine;
import org.whispernotes.todos.extract.EngineDescription;
import org.whispernotes.todos.extract.ExtractionCancelledException;
import org.whispernotes.todos.extract.ExtractionException;
import org.whispernotes.todos.extract.ExtractionException.Reason;
import org.whispernotes.todos.extract.Extractor;
import org.whispernotes.todos.extract.Guidance;
import org.whispernotes.todos.extract.WindowFindings;
import org.whispernotes.todos.talk.Talk;
import org.whispernotes.todos.window.Window;

/**
 * An extractor on top of a model that writes. A window whose answer was cut at the length limit or is broken is asked for
 * again in two halves, {@value #MOST_SPLITS} times at most.
 */
public final class WritingExtractor implements Extractor {

    private static final int MOST_SPLITS = 2;
    private static final int NOTES_AT_ONCE = 40;

    private final ChatModel model;
    private final Prompts prompts = new Prompts();
    private final int maxTokens;

    /** @param maxTokens length of one answer at most */
    public WritingExtractor(ChatModel model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
    }

    @Override
    public EngineDescription engine() {
        return model.engine();
    }

    @Override
    public WindowFindings extract(Talk talk, Window window, Guidance guidance, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException {
        return extract(talk, window, guidance, cancellation, MOST_SPLITS);
    }

    private WindowFindings extract(
            Talk talk, Window window, Guidance guidance, Cancellation cancellation, int splitsLeft)
            throws ExtractionException, ExtractionCancelledException {
        ChatReply reply = model.complete(prompts.window(talk, window, guidance, maxTokens), cancellation);
        ExtractionException unusable;
        if (reply.cut()) {
            unusable = new ExtractionException(Reason.REPLY_UNUSABLE, "the model's answer was cut at its length limit");
        } else {
            try {
                return ReplyReader.window(reply.text(), talk, window, engine());
            } catch (ExtractionException e) {
                unusable = e;
            }
        }
        if (splitsLeft == 0 || window.size() < 2) {
            throw unusable;
        }
        int middle = window.from() + window.size() / 2;
        return joined(
                window,
                extract(
                        talk,
                        new Window(window.index(), window.from(), middle),
                        guidance,
                        cancellation,
                        splitsLeft - 1),
                extract(talk, new Window(window.index(), middle, window.to()), guidance, cancellation, splitsLeft - 1));
    }

    private static WindowFindings joined(Window window, WindowFindings first, WindowFindings second) {
        return new WindowFindings(
                window,
                first.engine(),
                both(first.todos(), second.todos()),
                both(first.overview(), second.overview()),
                both(first.chapters(), second.chapters()),
                both(first.decisions(), second.decisions()),
                both(first.openQuestions(), second.openQuestions()),
                both(first.warnings(), second.warnings()));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public List<DraftLine> overview(
            Talk talk, List<WindowFindings> windows, Guidance guidance, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException {
        List<DraftLine> notes =
                windows.stream().flatMap(window -> window.overview().stream()).toList();
        if (windows.size() == 1) {
            return notes;
        }
        // Many windows are summed up in rounds, so that no prompt grows with the length of the talk.
        while (notes.size() > NOTES_AT_ONCE) {
            List<DraftLine> shorter = new ArrayList<>();
            for (int from = 0; from < notes.size(); from += NOTES_AT_ONCE) {
                List<DraftLine> batch = notes.subList(from, Math.min(notes.size(), from + NOTES_AT_ONCE));
                shorter.addAll(condensed(talk, batch, guidance, cancellation));
            }
            if (shorter.size() >= notes.size()) {
                throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model does not shorten its notes");
            }
            notes = shorter;
        }
        return notes.isEmpty() ? notes : condensed(talk, notes, guidance, cancellation);
    }

    private List<DraftLine> condensed(Talk talk, List<DraftLine> notes, Guidance guidance, Cancellation cancellation)
            throws ExtractionException, ExtractionCancelledException {
        List<String> texts = notes.stream().map(DraftLine::text).toList();
        ChatReply reply = model.complete(prompts.overview(talk, texts, guidance, maxTokens), cancellation);
        if (reply.cut()) {
            throw new ExtractionException(Reason.REPLY_UNUSABLE, "the model's overview was cut at its length limit");
        }
        List<DraftLine> sentences = new ArrayList<>();
        for (DraftLine sentence : ReplyReader.overview(reply.text())) {
            List<Integer> segments = sentence.segmentIds().stream()
                    .filter(note -> note >= 0 && note < notes.size())
                    .flatMap(note -> notes.get(note).segmentIds().stream())
                    .distinct()
                    .sorted()
                    .toList();
            sentences.add(new DraftLine(sentence.text(), segments, null));
        }
        return sentences;
    }

    @Override
    public Optional<Extractor> withModel(String name) {
        return model.withModel(name).map(other -> new WritingExtractor(other, maxTokens));
    }

    @Override
    public void close() {
        model.close();
    }
}
