package org.whispernotes.transcriber.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.whispernotes.model.Problem;
import org.whispernotes.runtime.step.RecordingProblemException;

/** A container that was opened, its best audio track and a decoder for it. */
final class OpenMedia implements AutoCloseable {

    /** Containers that carry their own media. Whatever names other files (concat, HLS, DASH, image sequences) is not here. */
    private static final String FORMATS = "mov,matroska,ogg,wav,w64,mp3,flac,aac,ac3,eac3,amr,amrnb,amrwb,aiff,au,caf,"
            + "avi,asf,flv,mpeg,mpegts,wv,ape,tta,tak,dts,mpc,mpc8,rm,3gp,mp4";

    /** A streaming RIFF writer that never came back to its header leaves (nearly) all ones there. */
    private static final long UNKNOWN_RIFF_BYTES = 0x7fff0000L;

    private final AVFormatContext format;
    private final AVStream stream;
    private final AVCodecContext codec;

    private OpenMedia(AVFormatContext format, AVStream stream, AVCodecContext codec) {
        this.format = format;
        this.stream = stream;
        this.codec = codec;
    }

    static OpenMedia open(StoreInput input, MediaSignature signature) throws RecordingProblemException, IOException {
        AVFormatContext format = openContainer(input, signature);
        try {
            int rc = avformat_find_stream_info(format, (PointerPointer<?>) null);
            input.rethrow();
            if (rc < 0 || format.nb_streams() == 0) {
                throw new RecordingProblemException(signature.isTruncatedMp4() ? Problem.TRUNCATED : Problem.NOT_MEDIA);
            }
            int index = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
            if (index < 0) {
                throw new RecordingProblemException(Problem.NO_AUDIO);
            }
            AVStream stream = format.streams(index);
            OpenMedia media = new OpenMedia(format, stream, openDecoder(stream));
            media.skipOtherTracks();
            return media;
        } catch (RecordingProblemException | IOException | RuntimeException e) {
            avformat_close_input(format);
            throw e;
        }
    }

    private static AVFormatContext openContainer(StoreInput input, MediaSignature signature)
            throws RecordingProblemException, IOException {
        AVFormatContext format = avformat_alloc_context();
        format.pb(input.context());
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        // No protocol at all: whatever the file says, nothing else is opened.
        av_dict_set(options, "protocol_whitelist", "none", 0);
        int rc = avformat_open_input(format, (String) null, (AVInputFormat) null, options);
        av_dict_free(options);
        input.rethrow();
        if (rc < 0) {
            throw new RecordingProblemException(signature.isTruncatedMp4() ? Problem.TRUNCATED : Problem.NOT_MEDIA);
        }
        return format;
    }

    private static AVCodecContext openDecoder(AVStream stream) throws RecordingProblemException {
        @Nullable AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
        if (decoder == null) {
            throw new RecordingProblemException(
                    Problem.DAMAGED,
                    "The audio is in a format that can't be decoded ("
                            + avcodec_get_name(stream.codecpar().codec_id()).getString() + "). Convert it first.");
        }
        AVCodecContext codec = avcodec_alloc_context3(decoder);
        codec.pkt_timebase(stream.time_base());
        codec.thread_count(1);
        if (avcodec_parameters_to_context(codec, stream.codecpar()) < 0
                || avcodec_open2(codec, decoder, (PointerPointer<?>) null) < 0) {
            avcodec_free_context(codec);
            throw new RecordingProblemException(Problem.DAMAGED);
        }
        return codec;
    }

    /** Where the audio track knows its own end the others need not be read; else their last packet tells it. */
    private void skipOtherTracks() {
        if (trackDuration() > 0) {
            for (int i = 0; i < format.nb_streams(); i++) {
                if (i != stream.index()) {
                    format.streams(i).discard(AVDISCARD_ALL);
                }
            }
        }
    }

    AVFormatContext format() {
        return format;
    }

    AVStream stream() {
        return stream;
    }

    AVCodecContext codec() {
        return codec;
    }

    /** The container's time zero, seconds. */
    double startTime() {
        return format.start_time() == AV_NOPTS_VALUE ? 0 : (double) format.start_time() / AV_TIME_BASE;
    }

    /** The audio track's own length, seconds; 0 where the container does not say, or only guesses from the bit rate. */
    double trackDuration() {
        if (isGuessed() || stream.duration() == AV_NOPTS_VALUE || stream.duration() <= 0) {
            return 0;
        }
        double seconds = stream.duration() * av_q2d(stream.time_base());
        double bytes = seconds
                * stream.codecpar().sample_rate()
                * stream.codecpar().ch_layout().nb_channels()
                * stream.codecpar().bits_per_coded_sample()
                / 8;
        boolean riff = formatName().equals("wav");
        return riff && bytes >= UNKNOWN_RIFF_BYTES ? 0 : seconds;
    }

    /** The length of the longest track, seconds; 0 where the container does not say, or only guesses. */
    double containerDuration() {
        boolean known = !isGuessed() && format.duration() != AV_NOPTS_VALUE && format.duration() > 0;
        if (!known || (formatName().equals("wav") && trackDuration() == 0)) {
            return 0;
        }
        return (double) format.duration() / AV_TIME_BASE;
    }

    private boolean isGuessed() {
        return format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
    }

    private String formatName() {
        return format.iformat().name().getString();
    }

    MediaInfo info() {
        double track = trackDuration();
        return new MediaInfo(
                formatName(),
                avcodec_get_name(stream.codecpar().codec_id()).getString(),
                stream.codecpar().ch_layout().nb_channels(),
                stream.codecpar().sample_rate(),
                track > 0 ? track : containerDuration());
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        avformat_close_input(format);
    }
}
