package org.whispernotes.system.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whispernotes.system.Recordings;

/** Very short recordings; the last one has two sentences with a pause between them, and so two chunks. */
final class Clips {

    private static final List<String> SPOKEN = List.of(
            "Close the gate.", "Order new chairs.", "Send the report.", "Repair the lamp.", "Water the garden.");

    private Clips() {}

    static List<Path> make(Recordings recordings) {
        List<Path> clips = new ArrayList<>();
        for (int i = 0; i < SPOKEN.size(); i++) {
            Path sentence = recordings.speech("sentence" + i + ".wav", SPOKEN.get(i));
            boolean twice = i == SPOKEN.size() - 1;
            clips.add(
                    twice
                            ? recordings.convert(
                                    sentence,
                                    "clip" + i + ".flac",
                                    "-i",
                                    sentence.toString(),
                                    "-filter_complex",
                                    "[0:a]apad=pad_dur=0.8[a];[a][1:a]concat=n=2:v=0:a=1")
                            : recordings.convert(sentence, "clip" + i + ".flac"));
        }
        return clips;
    }

    /** As many files as wanted, the clips in turn. */
    static List<Path> repeated(List<Path> clips, int count) {
        List<Path> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            files.add(clips.get(i % clips.size()));
        }
        return files;
    }
}
