package org.whispernotes.transcriber.recognise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.whispernotes.transcriber.align.phone.SoundBands;
import org.whispernotes.transcriber.model.graph.PhoneBands;
import org.whispernotes.transcriber.recognise.SpeechWindow;

/** Audio to cross-attention keys and values. Several threads may encode at once, each into a place of its own. */
final class Encoder {

    /** Samples per encoder frame of 20 ms. */
    static final int FRAME = 320;

    /** Samples per frame of the spectrum. */
    private static final int HOP = 160;

    private static final int EDGE = 200;
    private static final int TAIL = 40;
    /** Windows are lengthened to whole half seconds, so that the runtime sees few different shapes. */
    private static final int FRAME_STEP = 25;
    /** Seconds for what is read again: the silence behind it was heard the first time. */
    private static final double PADDING_AGAIN = 5;

    private final Sessions sessions;
    private final CrossCache cross;
    private final int audioContext;
    private final int padding;
    private final int paddingAgain;
    private final int longest;
    /** Kept between windows, one for each thread that encodes. */
    private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    Encoder(Sessions sessions, CrossCache cross, int audioContext, double contextPadding) {
        this.sessions = sessions;
        this.cross = cross;
        this.audioContext = audioContext;
        this.padding = frames(contextPadding);
        this.paddingAgain = frames(Math.min(contextPadding, PADDING_AGAIN));
        this.longest = EDGE + audioContext * FRAME + TAIL;
    }

    private int frames(double seconds) {
        return (int) Math.min(audioContext, seconds * SpeechWindow.SAMPLE_RATE / FRAME);
    }

    /** Encodes the rest of a stretch into a place of the cache; answers the number of frames. */
    int encode(Stretch stretch, int place) throws OrtException {
        int length = stretch.remaining();
        int wanted = (length + FRAME - 1) / FRAME + (stretch.isAgain() ? paddingAgain : padding);
        int frames = Math.min(audioContext, (wanted + FRAME_STEP - 1) / FRAME_STEP * FRAME_STEP);
        ByteBuffer kept = buffers.poll();
        ByteBuffer pcm = kept == null ? NativeBuffers.allocate((long) longest * Float.BYTES) : kept;
        int heard = Math.min(length, audioContext * FRAME);
        int total = fill(pcm.asFloatBuffer(), stretch.samples(), stretch.from(), heard, frames);
        ByteBuffer used = NativeBuffers.slice(pcm, 0, (long) total * Float.BYTES);
        Map<String, OnnxTensor> outputs = cross.place(place, frames);
        try (OnnxTensor input = Tensors.floats(used, 1, 1, total);
                OrtSession.Result mel = sessions.mel().run(Map.of("pcm", input));
                OrtSession.Result ignored =
                        sessions.encoder().run(Map.of("mel", (OnnxTensor) mel.get(0)), Set.of(), outputs)) {
            cross.spread(place, frames);
            stretch.sound(sound((OnnxTensor) mel.get(1), heard / HOP));
            return frames;
        } finally {
            outputs.values().forEach(OnnxTensor::close);
            buffers.add(pcm);
        }
    }

    /** Without the silence that the stretch was lengthened by. */
    private static SoundBands sound(OnnxTensor bands, int frames) {
        FloatBuffer all = bands.getFloatBuffer();
        int encoded = all.remaining() / PhoneBands.COUNT;
        float[] energies = new float[PhoneBands.COUNT * frames];
        for (int band = 0; band < PhoneBands.COUNT; band++) {
            all.get(band * encoded, energies, band * frames, frames);
        }
        return new SoundBands(frames, energies);
    }

    /** Half a transform of mirrored samples, the audio, then zeros. */
    private static int fill(FloatBuffer target, float[] samples, int from, int length, int frames) {
        int total = EDGE + frames * FRAME + TAIL;
        for (int i = EDGE; i > 0; i--) {
            target.put(i < length ? samples[from + i] : 0);
        }
        target.put(samples, from, length);
        target.put(new float[total - EDGE - length]);
        return total;
    }
}
