package org.whispernotes.transcriber.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against 3D-Speaker's own PyTorch code on the same recording, with features as Kaldi makes them. */
class SpeakerModelsTest {

    private static final float[] LOWEST_BANDS = {11.959f, 13.471f, 17.578f, 18.405f, 18.350f, 17.661f};
    private static final float[] HIGHEST_BANDS = {17.225f, 16.987f, 16.790f, 17.131f, 16.302f, 16.416f};
    private static final float[] ONE_SECOND = {
        0.0113f, -0.0202f, -0.0019f, 0.1314f, -0.1422f, -0.0497f, -0.0716f, 0.1946f
    };
    /** Long enough for two segments that share a mask, the second cut short. */
    private static final float[] LONGER = {0.0105f, 0.0072f, -0.0191f, 0.0203f, -0.0858f, -0.0349f, -0.0072f, 0.2234f};

    @Test
    void featuresAndEmbeddingsAreThoseOfTheReference() throws IOException {
        try (SpeakerModels models = SpeakerModels.open(Recordings.segmentation(), Recordings.embedding())) {
            float[] features = models.features(Recordings.meeting());
            int total = features.length / SpeakerModels.BANDS;

            assertThat(total).isEqualTo(2274);
            for (int i = 0; i < LOWEST_BANDS.length; i++) {
                int high = SpeakerModels.BANDS - HIGHEST_BANDS.length + i;
                assertThat(features[i * total + 150]).isEqualTo(LOWEST_BANDS[i], within(2e-3f));
                assertThat(features[high * total + 150]).isEqualTo(HIGHEST_BANDS[i], within(2e-3f));
            }
            assertThat(embedding(models, features, 100, 200)).containsExactly(ONE_SECOND, within(2e-3f));
            assertThat(embedding(models, features, 100, 450)).containsExactly(LONGER, within(2e-3f));
        }
    }

    /** The first values. */
    private static float[] embedding(SpeakerModels models, float[] features, int from, int to) {
        int total = features.length / SpeakerModels.BANDS;
        float[] frames = new float[(to - from) * SpeakerModels.BANDS];
        for (int t = from; t < to; t++) {
            for (int band = 0; band < SpeakerModels.BANDS; band++) {
                frames[(t - from) * SpeakerModels.BANDS + band] = features[band * total + t];
            }
        }
        float[] embedding = models.embed(frames);
        assertThat(embedding).hasSize(SpeakerModels.EMBEDDING);
        assertThat(Vectors.dot(embedding, embedding)).isEqualTo(1, within(1e-4f));
        return Arrays.copyOf(embedding, ONE_SECOND.length);
    }
}
