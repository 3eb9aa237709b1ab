package org.whispernotes.transcriber.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_compare;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_delay;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Brings decoded frames to 16 kHz, mix and side. A change of format in the middle of a stream starts it afresh. */
final class Resampler implements AutoCloseable {

    private static final int CAPACITY = 1 << 16;

    private final AudioSink sink;
    private final AVChannelLayout inputLayout = new AVChannelLayout();
    private final AVChannelLayout outputLayout = new AVChannelLayout();
    private final FloatPointer converted = new FloatPointer(2L * CAPACITY);
    private final PointerPointer<FloatPointer> target = new PointerPointer<FloatPointer>(1).put(0, converted);
    private final float[] interleaved = new float[2 * CAPACITY];
    private final float[] mix = new float[CAPACITY];
    private final float[] side = new float[CAPACITY];
    private @Nullable SwrContext context;
    private int inputFormat;
    private int inputRate;
    private int outputChannels = 1;
    private long written;

    Resampler(AudioSink sink) {
        this.sink = sink;
    }

    /** Samples handed on so far. */
    long written() {
        return written;
    }

    /** Where the next frame's first sample would come to lie, in output samples. */
    long expected() {
        SwrContext current = context;
        return written + (current == null ? 0 : swr_get_delay(current, AudioDecoder.SAMPLE_RATE));
    }

    void accept(AVFrame frame) throws IOException {
        SwrContext current = context;
        if (current == null || isOtherFormat(frame)) {
            flush();
            current = open(frame);
        }
        convert(current, frame.extended_data(), frame.nb_samples());
    }

    /** Hands on {@code count} samples of silence: the recording has a hole there. */
    void silence(long count) throws IOException {
        flush();
        Arrays.fill(mix, 0f);
        Arrays.fill(side, 0f);
        for (long left = count; left > 0; left -= CAPACITY) {
            int block = (int) Math.min(left, CAPACITY);
            sink.accept(mix, outputChannels == 2 ? side : null, block);
            written += block;
        }
    }

    /** Hands on what is still inside. */
    void flush() throws IOException {
        SwrContext current = context;
        if (current != null) {
            convert(current, null, 0);
            swr_free(current);
            context = null;
        }
    }

    private boolean isOtherFormat(AVFrame frame) {
        return frame.format() != inputFormat
                || frame.sample_rate() != inputRate
                || av_channel_layout_compare(frame.ch_layout(), inputLayout) != 0;
    }

    private SwrContext open(AVFrame frame) throws IOException {
        inputFormat = frame.format();
        inputRate = frame.sample_rate();
        av_channel_layout_copy(inputLayout, frame.ch_layout());
        outputChannels = Math.min(2, Math.max(1, inputLayout.nb_channels()));
        av_channel_layout_default(outputLayout, outputChannels);
        SwrContext opened = new SwrContext(null);
        int rc = swr_alloc_set_opts2(
                opened,
                outputLayout,
                AV_SAMPLE_FMT_FLT,
                AudioDecoder.SAMPLE_RATE,
                inputLayout,
                inputFormat,
                inputRate,
                0,
                null);
        if (rc < 0 || swr_init(opened) < 0) {
            swr_free(opened);
            throw new IOException("no way from " + inputRate + " Hz, format " + inputFormat + " to 16 kHz");
        }
        context = opened;
        return opened;
    }

    /** What does not fit into the output at once waits inside and is fetched by the next round. */
    private void convert(SwrContext current, @Nullable PointerPointer<?> input, int inputSamples) throws IOException {
        int count = swr_convert(current, target, CAPACITY, input, inputSamples);
        while (count > 0) {
            handOn(count);
            if (count < CAPACITY) {
                return;
            }
            count = swr_convert(current, target, CAPACITY, null, 0);
        }
        if (count < 0) {
            throw new IOException("resampling failed (" + count + ")");
        }
    }

    private void handOn(int count) throws IOException {
        if (outputChannels == 1) {
            converted.position(0).get(mix, 0, count);
            sink.accept(mix, null, count);
        } else {
            converted.position(0).get(interleaved, 0, 2 * count);
            for (int i = 0; i < count; i++) {
                mix[i] = (interleaved[2 * i] + interleaved[2 * i + 1]) / 2;
                side[i] = (interleaved[2 * i] - interleaved[2 * i + 1]) / 2;
            }
            sink.accept(mix, side, count);
        }
        written += count;
    }

    @Override
    public void close() {
        if (context != null) {
            swr_free(context);
            context = null;
        }
        av_channel_layout_uninit(inputLayout);
        inputLayout.close();
        outputLayout.close();
        target.close();
        converted.close();
    }
}
