package org.whispernotes.transcriber.recognise.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory outside the heap that the runtime reads and writes in place. */
final class NativeBuffers {

    private NativeBuffers() {}

    static ByteBuffer allocate(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer slice(ByteBuffer buffer, long from, long bytes) {
        return buffer.slice(Math.toIntExact(from), Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }
}
