package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.whispernotes.model.session.SpeakerHint;

class ChannelSplitTest {

    private static final float[] LOUD = Recordings.noise(40, 0.1, 3);

    private static boolean isSplit(float[]... sides) {
        return ChannelSplit.isOneSpeakerEach(new Recordings.InMemory(sides), () -> false);
    }

    private static float[] leak(float[] own, float[] other, float share) {
        float[] mixed = own.clone();
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] += other[i] * share;
        }
        return mixed;
    }

    @Test
    void oneSpeakerASideIsSeenThroughLeakage() {
        float[] left = Recordings.only(LOUD, 0, 10, 25, 30);
        float[] right = Recordings.only(LOUD, 10, 25, 31, 40);

        assertThat(isSplit(left, right)).isTrue();
        assertThat(isSplit(leak(left, right, 0.1f), leak(right, left, 0.1f))).isTrue();
    }

    @Test
    void twoMicrophonesInOneRoomAreNot() {
        float[] left = Recordings.only(LOUD, 0, 10, 25, 30);
        float[] right = Recordings.only(LOUD, 10, 25, 31, 40);

        assertThat(isSplit(leak(left, right, 0.6f), leak(right, left, 0.6f))).isFalse();
        assertThat(isSplit(LOUD, LOUD)).isFalse();
    }

    @Test
    void aDeadSideMonoAndSilenceAreNot() {
        assertThat(isSplit(LOUD, new float[LOUD.length])).isFalse();
        assertThat(isSplit(LOUD)).isFalse();
        assertThat(isSplit(new float[16_000], new float[16_000])).isFalse();
    }

    @Test
    void theUsersNumberOfSpeakersDecides() {
        assertThat(ChannelSplit.fits(SpeakerHint.none())).isTrue();
        assertThat(ChannelSplit.fits(new SpeakerHint(2, null, null))).isTrue();
        assertThat(ChannelSplit.fits(new SpeakerHint(3, null, null))).isFalse();
        assertThat(ChannelSplit.fits(new SpeakerHint(null, 3, null))).isFalse();
        assertThat(ChannelSplit.fits(new SpeakerHint(null, null, 1))).isFalse();
    }
}
