package org.whispernotes.transcriber.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's input over a {@link RangeChannel}. No exception may pass through native frames: it is kept, FFmpeg sees an
 * I/O error, and {@link #rethrow} brings it back on the Java side.
 */
final class StoreInput implements AutoCloseable {

    private static final int BUFFER_BYTES = 128 << 10;
    /** {@code AVERROR(EIO)}: the same number on every platform. */
    private static final int EIO = -5;

    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    private final RangeChannel channel;
    private final BooleanSupplier cancelled;
    private final byte[] block = new byte[BUFFER_BYTES];
    private final Read read = new Read();
    private final Seek seek = new Seek();
    private final AVIOContext context;
    private @Nullable Exception failure;

    StoreInput(RangeChannel channel, BooleanSupplier cancelled) {
        this.channel = channel;
        this.cancelled = cancelled;
        channel.seek(0);
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
        this.context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, read, null, seek);
    }

    AVIOContext context() {
        return context;
    }

    /** Throws what went wrong in a callback, if anything did. */
    void rethrow() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    @Override
    public void close() {
        av_free(context.buffer());
        avio_context_free(context);
        read.close();
        seek.close();
    }

    private final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer target, int size) {
            if (cancelled.getAsBoolean()) {
                return AVERROR_EXIT;
            }
            try {
                int length = channel.read(block, 0, Math.min(size, block.length));
                if (length < 0) {
                    return AVERROR_EOF;
                }
                target.put(block, 0, length);
                return length;
            } catch (IOException | RuntimeException e) {
                failure = e;
                return EIO;
            }
        }
    }

    private final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            if (whence == AVSEEK_SIZE) {
                return channel.size();
            }
            long target = switch (whence & 3) {
                case SEEK_SET -> offset;
                case SEEK_CUR -> channel.position() + offset;
                case SEEK_END -> channel.size() + offset;
                default -> -1;
            };
            if (target < 0) {
                return EIO;
            }
            channel.seek(target);
            return target;
        }
    }
}
