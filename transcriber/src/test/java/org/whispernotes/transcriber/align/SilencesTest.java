package org.whispernotes.transcriber.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SilencesTest {

    @Test
    void aPauseIsFoundOverNoise() {
        float[] samples = tone(0.02f);

        assertThat(Silences.find(samples, 0, samples.length)).singleElement().satisfies(pause -> {
            assertThat(pause.start()).isCloseTo(1, within(0.03));
            assertThat(pause.end()).isCloseTo(1.5, within(0.03));
        });
    }

    @Test
    void timesCountFromTheStretchsFirstSample() {
        float[] samples = tone(0);

        assertThat(Silences.find(samples, 8000, samples.length - 8000))
                .singleElement()
                .satisfies(pause -> assertThat(pause.start()).isCloseTo(0.5, within(0.03)));
    }

    @Test
    void lessThanAFrameHasNoPauses() {
        assertThat(Silences.find(new float[100], 0, 100)).isEmpty();
    }

    /** A second of tone, half a second without, another second of tone. */
    private static float[] tone(float noise) {
        float[] samples = new float[40_000];
        Random random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            boolean pause = i >= 16_000 && i < 24_000;
            samples[i] = (pause ? 0 : (float) Math.sin(i * 0.2) * 0.5f) + noise * (float) random.nextGaussian();
        }
        return samples;
    }
}
