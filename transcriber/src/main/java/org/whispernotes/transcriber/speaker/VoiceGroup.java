package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Local voices taken to be one speaker. */
final class VoiceGroup {

    private final List<LocalVoice> voices;
    private final float[] mean = new float[SpeakerModels.EMBEDDING];
    private final float[] centre = new float[SpeakerModels.EMBEDDING];
    private final Map<Integer, Integer> windows = new HashMap<>();
    private final double weight;

    VoiceGroup(List<LocalVoice> voices) {
        this.voices = voices;
        double seconds = 0;
        for (LocalVoice voice : voices) {
            Vectors.add(mean, voice.embedding(), 1f / voices.size());
            Vectors.add(centre, voice.embedding(), Math.max(0.1f, voice.weight()));
            windows.merge(voice.window(), 1, Integer::sum);
            seconds += voice.weight();
        }
        Vectors.unit(centre);
        weight = seconds;
    }

    static VoiceGroup union(List<VoiceGroup> groups) {
        List<LocalVoice> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.voices));
        return new VoiceGroup(all);
    }

    int size() {
        return voices.size();
    }

    /** Seconds of talking alone. Windows overlap, so a second counts more than once. */
    double weight() {
        return weight;
    }

    /** Embedding of the speaker, length 1. */
    float[] centre() {
        return centre;
    }

    /** Whether both were heard within one window, so that the segmentation model takes them for two people. */
    boolean isBeside(VoiceGroup other) {
        return other != this && windows.keySet().stream().anyMatch(other.windows::containsKey);
    }

    /**
     * Mean similarity of all pairs, as average linkage wants it. Voices of one window are different people: such a pair
     * counts {@link Agglomeration#NEVER}.
     */
    float similarity(VoiceGroup other) {
        VoiceGroup smaller = windows.size() < other.windows.size() ? this : other;
        VoiceGroup larger = smaller == this ? other : this;
        float alike = Vectors.dot(mean, other.mean);
        double together = 0;
        for (Map.Entry<Integer, Integer> window : smaller.windows.entrySet()) {
            together += window.getValue() * larger.windows.getOrDefault(window.getKey(), 0);
        }
        return (float) (alike + (Agglomeration.NEVER - alike) * together / ((double) size() * other.size()));
    }
}
