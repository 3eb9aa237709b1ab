package org.whispernotes.transcriber.chunk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code notes.transcriber.chunk.*}.
 *
 * @param maxWindow longest stretch that is recognised in one go; a recogniser hears 30 s at once
 * @param maxPause longer pauses inside a window are shortened to this, or end it where the engine times no words
 * @param shortenPauses whether speech across longer pauses may share a window: as many as half the windows, so twice the
 *     speed where people pause often; a recogniser hears a little less well across such joins
 * @param repairGap speech without text that is this long is listened to once more, by itself
 * @param maxSegmentCharacters a segment is split beyond this, so that it fits a subtitle
 */
@ConfigurationProperties("notes.transcriber.chunk")
public record ChunkSettings(
        @DefaultValue("29800ms") Duration maxWindow,
        @DefaultValue("1s") Duration maxPause,
        @DefaultValue("true") boolean shortenPauses,
        @DefaultValue("2s") Duration repairGap,
        @DefaultValue("160") int maxSegmentCharacters) {

    public ChunkSettings {
        if (maxWindow.compareTo(Duration.ofSeconds(1)) < 0 || maxWindow.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("notes.transcriber.chunk.max-window must lie between 1 s and 30 s");
        }
        if (maxSegmentCharacters < 20) {
            throw new IllegalArgumentException("notes.transcriber.chunk.max-segment-characters must be 20 or more");
        }
    }
}
