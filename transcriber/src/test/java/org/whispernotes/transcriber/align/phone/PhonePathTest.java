package org.whispernotes.transcriber.align.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.whispernotes.transcriber.align.Span;

/** Silence, and two phones; scores say which of them each frame sounds like. */
class PhonePathTest {

    private static final AcousticModel MODEL = new AcousticModel(List.of(AcousticModel.SILENCE, "A", "B"), List.of());
    private static final int FRAMES = 40;

    @Test
    void framesBelongToTheWordThatTheySoundLike() {
        // Silence 0 to 9, A to 19, B to 29, silence.
        float[][] scores = scores("----------AAAAAAAAAABBBBBBBBBB----------");
        PhoneChain chain = chain(new Span(0.15, 0.2), new Span(0.2, 0.3));

        assertThat(PhonePath.find(chain, scores, FRAMES))
                .containsExactly(path("          00000000001111111111          "));
    }

    @Test
    void silenceBetweenWordsBelongsToNeither() {
        float[][] scores = scores("AAAAAAAAAA----------BBBBBBBBBB----------");
        PhoneChain chain = chain(new Span(0, 0.12), new Span(0.18, 0.3));

        assertThat(PhonePath.find(chain, scores, FRAMES))
                .containsExactly(path("0000000000          1111111111          "));
    }

    @Test
    void speechMayFillEverything() {
        float[][] scores = scores("AAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBB");
        PhoneChain chain = chain(new Span(0, 0.2), new Span(0.2, 0.4));

        assertThat(PhonePath.find(chain, scores, FRAMES))
                .containsExactly(path("0000000000000000000011111111111111111111"));
    }

    /** The second A sounds as right as the first, and is nearer to where the word was thought to be. */
    @Test
    void ofTwoPlacesTheNearerIsTaken() {
        float[][] scores = scores("-----AAAAA-----AAAAABBBBB---------------");
        PhoneChain chain = chain(new Span(0.15, 0.2), new Span(0.2, 0.25));

        assertThat(PhonePath.find(chain, scores, FRAMES))
                .containsExactly(path("               0000011111               "));
    }

    @Test
    void wordsThatHaveNoRoomAreNotForcedIn() {
        PhoneChain chain = chain(new Span(0.2, 0.25), new Span(0.25, 0.3));

        assertThat(PhonePath.find(chain, scores("AAAA"), 4)).isNull();
    }

    @Test
    void onlyFramesInReachAreAskedFor() {
        BitSet[] wanted = chain(new Span(1, 1.1), new Span(5, 5.1)).wanted(1000);

        assertThat(wanted[1].cardinality()).isBetween(45, 55);
        assertThat(wanted[2].get(500)).isTrue();
        assertThat(wanted[2].get(100)).isFalse();
    }

    private static PhoneChain chain(Span first, Span second) {
        return new PhoneChain(MODEL, List.of(new int[] {1}, new int[] {2}), List.of(first, second));
    }

    /** A character for each frame. */
    private static float[][] scores(String sounds) {
        float[][] scores = new float[3 * AcousticModel.STATES][sounds.length()];
        for (int frame = 0; frame < sounds.length(); frame++) {
            int phone = "-AB".indexOf(sounds.charAt(frame));
            for (int state = 0; state < scores.length; state++) {
                scores[state][frame] = state / AcousticModel.STATES == phone ? 0 : -10;
            }
        }
        return scores;
    }

    private static int[] path(String words) {
        return words.chars().map(c -> c == ' ' ? PhoneChain.NONE : c - '0').toArray();
    }
}
