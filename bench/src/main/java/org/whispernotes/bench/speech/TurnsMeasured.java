package org.whispernotes.bench.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationContext;
import org.whispernotes.model.session.SpeakerHint;
import org.whispernotes.transcriber.speaker.AudioSource;
import org.whispernotes.transcriber.speaker.DiarisationResult;
import org.whispernotes.transcriber.speaker.Diariser;

/** Who speaks when, against the RTTM file of the same name beside the audio. */
final class TurnsMeasured implements Measured {

    private final Diariser diariser;
    private final boolean numberGiven;

    /** @param numberGiven whether the number of speakers is told beforehand */
    TurnsMeasured(ApplicationContext context, boolean numberGiven) {
        this.diariser = context.getBean(Diariser.class);
        this.numberGiven = numberGiven;
    }

    @Override
    public Map<String, Object> run(Path file) throws Exception {
        float[] samples = WavFile.read(file);
        long begun = System.nanoTime();
        Path rttm = file.resolveSibling(
                Objects.requireNonNull(file.getFileName()).toString().replaceAll("\\.[^.]+$", ".rttm"));
        List<SpeakerTurn> reference = Files.exists(rttm) ? SpeakerTurn.readRttm(rttm) : List.of();
        int speakers =
                (int) reference.stream().map(SpeakerTurn::speaker).distinct().count();
        SpeakerHint hint = numberGiven && speakers > 0 ? new SpeakerHint(speakers, null, null) : SpeakerHint.none();
        DiarisationResult found = diariser.diarise(new Samples(samples), hint, () -> false);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("seconds", (System.nanoTime() - begun) / 1e9);
        result.put("audio_seconds", samples.length / (double) Samples.RATE);
        if (!reference.isEmpty()) {
            List<SpeakerTurn> turns = found.turns().stream()
                    .map(turn -> new SpeakerTurn(turn.start(), turn.end(), turn.speaker()))
                    .toList();
            DiarisationError error = DiarisationError.of(reference, turns);
            result.put("der", error.rate());
            result.put("speech", error.speech());
            result.put("missed", error.missed());
            result.put("false_alarm", error.falseAlarm());
            result.put("confused", error.confused());
            result.put("speakers", error.referenceSpeakers());
            result.put("found", error.foundSpeakers());
        }
        return result;
    }

    private record Samples(float[] samples) implements AudioSource {

        private static final int RATE = 16_000;

        @Override
        public int sampleRate() {
            return RATE;
        }

        @Override
        public double duration() {
            return (double) samples.length / RATE;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public float[] read(double start, double seconds) {
            int from = (int) Math.min(samples.length, Math.round(start * RATE));
            int to = (int) Math.min(samples.length, Math.round((start + seconds) * RATE));
            return Arrays.copyOfRange(samples, from, to);
        }

        @Override
        public float[] readChannel(int channel, double start, double seconds) {
            return read(start, seconds);
        }
    }
}
