package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up voices for tests: people are directions far from one another, and what is heard of them lies around. */
final class Voices {

    private static final int WINDOW_PIECES = 4;

    private final Random random;
    private final double spread;

    /** @param spread of what is heard around a person, who is 1 long; the larger, the less alike are two pieces */
    Voices(long seed, double spread) {
        this.random = new Random(seed);
        this.spread = spread;
    }

    List<float[]> people(int count) {
        List<float[]> people = new ArrayList<>();
        for (int p = 0; p < count; p++) {
            people.add(Vectors.unit(gaussian()));
        }
        return people;
    }

    private float[] gaussian() {
        float[] vector = new float[SpeakerModels.EMBEDDING];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /** What one second of a person sounds like. */
    float[] heard(float[] person) {
        float[] heard = Vectors.unit(gaussian());
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (float) (heard[i] * spread + person[i]);
        }
        return Vectors.unit(heard);
    }

    /** A voice of a window whose pieces, of a second each, are these people's in turn. */
    LocalVoice voice(int window, int slot, List<float[]> pieces) {
        List<Piece> heard = new ArrayList<>();
        float[] whole = new float[SpeakerModels.EMBEDDING];
        for (int p = 0; p < pieces.size(); p++) {
            float[] embedding = heard(pieces.get(p));
            Vectors.add(whole, embedding, 1);
            heard.add(new Piece((p + 1) * Frames.COUNT / pieces.size(), 1, Piece.coded(embedding)));
        }
        return new LocalVoice(window, slot, pieces.size(), Vectors.unit(whole), heard);
    }

    LocalVoice voice(int window, int slot, float[] person) {
        return voice(
                window,
                slot,
                IntStream.range(0, WINDOW_PIECES).mapToObj(p -> person).toList());
    }

    /** People take turns, a window each; now and then two share one. */
    List<LocalVoice> conversation(List<float[]> people, int windows) {
        List<LocalVoice> voices = new ArrayList<>();
        for (int window = 0; window < windows; window++) {
            int first = random.nextInt(people.size());
            voices.add(voice(window, 0, people.get(first)));
            if (people.size() > 1 && window % 3 == 0) {
                voices.add(voice(window, 1, people.get((first + 1) % people.size())));
            }
        }
        return voices;
    }
}
