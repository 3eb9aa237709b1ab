package org.whispernotes.transcriber.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.whispernotes.model.ObjectRef;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.step.RecordingProblemException;
import org.whispernotes.runtime.store.ObjectStore;

/**
 * Decodes the audio of a stored recording, whatever FFmpeg can read of its container and codec, in memory that does not
 * grow with its length. What is wrong with the recording itself is a {@link RecordingProblemException}.
 *
 * <p>Times are the container's: where the track has a hole or begins late there is silence, so that second 90 of the
 * output is second 90 of what a player shows.
 */
public final class AudioDecoder {

    public static final int SAMPLE_RATE = 16_000;

    private static final Logger log = LoggerFactory.getLogger(AudioDecoder.class);

    /** A difference between time stamp and position that is no rounding any more. */
    private static final double HOLE_SECONDS = 0.15;

    /** Where the length is not known, a longer hole is a broken time stamp. */
    private static final double LONGEST_HOLE_SECONDS = 600;

    /** Missing at the end; encoders and muxers disagree by less than this. */
    private static final double TRUNCATION_SECONDS = 2;

    private static final double TRUNCATION_SHARE = 0.005;

    /** An MP4 whose last box is cut is believed to be short when this much is missing: its index is exact. */
    private static final double CUT_BOX_SECONDS = 0.25;

    static {
        // Damaged recordings are reported as such; FFmpeg's own lines on standard error help nobody.
        av_log_set_level(AV_LOG_FATAL);
    }

    private final ObjectStore store;
    private final MediaSettings settings;

    public AudioDecoder(ObjectStore store, MediaSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Decodes the whole recording into {@code sink}.
     *
     * @param opened told what the container says before the first sample
     * @param cancelled asked at every packet
     * @return length of what was decoded, seconds
     * @throws CancellationException once {@code cancelled} says so
     * @throws IOException the sink's own
     */
    public double decode(ObjectRef ref, AudioSink sink, Consumer<MediaInfo> opened, BooleanSupplier cancelled)
            throws RecordingProblemException, IOException {
        long size = store.stat(ref)
                .orElseThrow(() -> new RecordingProblemException(Problem.RECORDING_GONE))
                .size();
        if (size == 0) {
            throw new RecordingProblemException(Problem.EMPTY_FILE);
        }
        try (RangeChannel channel = new RangeChannel(store, ref, size)) {
            MediaSignature signature = new MediaSignature(channel);
            if (signature.isPlaylist()) {
                throw new RecordingProblemException(Problem.PLAYLIST);
            }
            try (StoreInput input = new StoreInput(channel, cancelled);
                    OpenMedia media = OpenMedia.open(input, signature)) {
                opened.accept(media.info());
                throwIfTooLong(media.info().duration());
                double decoded = new Pass(media, signature, input, sink, cancelled).run();
                log.debug("{}: {} s decoded in {} requests", ref.path(), decoded, channel.requests());
                return decoded;
            } catch (RecordingProblemException e) {
                throwIfCancelled(cancelled);
                throw e;
            }
        }
    }

    private void throwIfTooLong(double seconds) throws RecordingProblemException {
        if (seconds > settings.maxDuration().toSeconds()) {
            throw new RecordingProblemException(
                    Problem.TOO_LONG,
                    "The recording is longer than the " + settings.maxDuration().toHours()
                            + " hours this server accepts. Split it and upload the parts.");
        }
    }

    private static void throwIfCancelled(BooleanSupplier cancelled) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("decoding was cancelled");
        }
    }

    /** One way through the packets of a recording. */
    private final class Pass {
        private final OpenMedia media;
        private final MediaSignature signature;
        private final StoreInput input;
        private final BooleanSupplier cancelled;
        private final Resampler resampler;
        private double demuxedUntil;
        private long packets;
        private long damagedPackets;

        private Pass(
                OpenMedia media,
                MediaSignature signature,
                StoreInput input,
                AudioSink sink,
                BooleanSupplier cancelled) {
            this.media = media;
            this.signature = signature;
            this.input = input;
            this.cancelled = cancelled;
            this.resampler = new Resampler(sink);
        }

        private double run() throws RecordingProblemException, IOException {
            AVPacket packet = av_packet_alloc();
            AVFrame frame = av_frame_alloc();
            try (resampler) {
                while (av_read_frame(media.format(), packet) >= 0) {
                    throwIfCancelled(cancelled);
                    noteEnd(packet);
                    if (packet.stream_index() == media.stream().index()) {
                        packets++;
                        decode(packet, frame);
                        throwIfTooLong((double) resampler.written() / SAMPLE_RATE);
                    }
                    av_packet_unref(packet);
                }
                throwIfCancelled(cancelled);
                input.rethrow();
                drain(frame);
                resampler.flush();
            } finally {
                av_frame_free(frame);
                av_packet_free(packet);
            }
            double decoded = (double) resampler.written() / SAMPLE_RATE;
            judge(decoded);
            return decoded;
        }

        private void decode(AVPacket packet, AVFrame frame) throws IOException {
            int rc = avcodec_send_packet(media.codec(), packet);
            if (rc < 0) {
                damagedPackets++;
            }
            receive(frame);
        }

        private void drain(AVFrame frame) throws IOException {
            avcodec_send_packet(media.codec(), null);
            receive(frame);
        }

        private void receive(AVFrame frame) throws IOException {
            int rc = avcodec_receive_frame(media.codec(), frame);
            while (rc >= 0) {
                fillHole(frame);
                resampler.accept(frame);
                av_frame_unref(frame);
                rc = avcodec_receive_frame(media.codec(), frame);
            }
            if (rc == AVERROR_INVALIDDATA) {
                damagedPackets++;
            }
        }

        private void fillHole(AVFrame frame) throws IOException {
            if (frame.best_effort_timestamp() == AV_NOPTS_VALUE) {
                return;
            }
            double seconds =
                    frame.best_effort_timestamp() * av_q2d(media.stream().time_base()) - media.startTime();
            double hole = seconds - (double) resampler.expected() / SAMPLE_RATE;
            double duration = media.containerDuration();
            boolean plausible = duration > 0 ? seconds <= duration + 1 : hole <= LONGEST_HOLE_SECONDS;
            if (hole > HOLE_SECONDS && plausible) {
                resampler.silence(Math.round(hole * SAMPLE_RATE));
            }
        }

        private void noteEnd(AVPacket packet) {
            AVStream stream = media.format().streams(packet.stream_index());
            if (packet.pts() != AV_NOPTS_VALUE) {
                double end = (packet.pts() + packet.duration()) * av_q2d(stream.time_base()) - media.startTime();
                demuxedUntil = Math.max(demuxedUntil, end);
            }
        }

        private void judge(double decoded) throws RecordingProblemException, IOException {
            double track = media.trackDuration();
            double promised = track > 0 ? track : media.containerDuration();
            double missing = promised > 0 ? promised - Math.max(decoded, demuxedUntil) : 0;
            if (isTooMuch(missing, promised) || (missing > CUT_BOX_SECONDS && signature.isTruncatedMp4())) {
                throw new RecordingProblemException(Problem.TRUNCATED);
            }
            if (decoded == 0 || damagedPackets * 2 > packets) {
                throw new RecordingProblemException(packets == 0 ? Problem.NO_AUDIO : Problem.DAMAGED);
            }
        }

        private static boolean isTooMuch(double missing, double promised) {
            return missing > Math.max(TRUNCATION_SECONDS, promised * TRUNCATION_SHARE);
        }
    }
}
