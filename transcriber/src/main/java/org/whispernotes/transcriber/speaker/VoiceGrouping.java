package org.whispernotes.transcriber.speaker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds likely speakers of a recording among the local voices. First voices of a stretch of time that are clearly the same
 * are put together; what stays too little to be a person is dropped; then the groups of the whole recording are merged.
 * Time and memory for a stretch are bounded, so ten hours are as easy as ten minutes.
 */
final class VoiceGrouping {

    /** Voices grouped at once; their similarities are a matrix. */
    private static final int STRETCH = 1200;
    /** Groups of all stretches that are compared; the largest. */
    private static final int MOST_GROUPS = 1200;
    /** Seconds that a voice must talk alone to take part in finding speakers. */
    private static final double CLEAR = 1.0;
    /**
     * Mean similarity of all pairs from which on two groups are merged: few pairs of people are as alike, so a group is
     * one person. One person may be several groups, which {@link VoiceLearning} finds out.
     */
    private static final double CERTAIN = 0.55;
    /** Seconds; less is noise, laughter or a voice that the models can't tell. */
    private static final double SMALLEST = 1.5;
    /** Share of all speech, likewise; of a long recording it would be somebody, found in parts. */
    static final double SMALLEST_SHARE = 0.005;
    /** Seconds that are enough in any recording. */
    private static final double LARGE = 6;
    /** Groups that speakers are learnt from; the largest. */
    private static final int MOST_FOUND = 150;

    private final int least;

    /** @param least groups to find */
    VoiceGrouping(int least) {
        this.least = least;
    }

    /**
     * @param voices in time order
     * @return one group or more for each speaker; empty only when there are no voices
     */
    List<VoiceGroup> group(List<LocalVoice> voices) {
        List<LocalVoice> clear =
                voices.stream().filter(voice -> voice.weight() >= CLEAR).toList();
        List<LocalVoice> chosen = clear.size() >= least ? clear : voices;
        List<VoiceGroup> groups = new ArrayList<>();
        for (int from = 0; from < chosen.size(); from += STRETCH) {
            List<VoiceGroup> single = chosen.subList(from, Math.min(chosen.size(), from + STRETCH)).stream()
                    .map(voice -> new VoiceGroup(List.of(voice)))
                    .toList();
            groups.addAll(merge(single));
        }
        List<VoiceGroup> merged = merge(people(groups));
        double total = merged.stream().mapToDouble(VoiceGroup::weight).sum();
        return largest(merged, Math.min(LARGE, total * SMALLEST_SHARE), MOST_FOUND);
    }

    /** Without what is too little to be somebody. A voice heard beside another needs less: it is not that one's slip. */
    private List<VoiceGroup> people(List<VoiceGroup> groups) {
        List<VoiceGroup> likely = largest(groups, SMALLEST, MOST_GROUPS);
        List<VoiceGroup> people = new ArrayList<>(likely);
        groups.stream()
                .filter(group -> !likely.contains(group) && group.weight() >= CLEAR)
                .filter(group -> likely.stream().anyMatch(group::isBeside))
                .limit(Math.max(0, MOST_GROUPS - likely.size()))
                .forEach(people::add);
        return people;
    }

    /** Those of enough weight, but no fewer than must be found; largest first. */
    private List<VoiceGroup> largest(List<VoiceGroup> groups, double weight, int most) {
        List<VoiceGroup> ordered = groups.stream()
                .sorted(Comparator.comparingDouble(VoiceGroup::weight).reversed())
                .limit(Math.max(least, most))
                .toList();
        return IntStream.range(0, ordered.size())
                .filter(i -> i < least || ordered.get(i).weight() >= weight)
                .mapToObj(ordered::get)
                .toList();
    }

    private List<VoiceGroup> merge(List<VoiceGroup> groups) {
        int count = groups.size();
        float[][] similarity = new float[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                similarity[i][j] = groups.get(i).similarity(groups.get(j));
                similarity[j][i] = similarity[i][j];
            }
        }
        double[] sizes = groups.stream().mapToDouble(VoiceGroup::size).toArray();
        return new Agglomeration(similarity, sizes)
                .merge(CERTAIN, least).stream()
                        .map(rows -> VoiceGroup.union(
                                IntStream.of(rows).mapToObj(groups::get).toList()))
                        .toList();
    }
}
