package org.whispernotes.transcriber.model.graph;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one tensor on their way to the data file: little-endian, and exactly as many as were announced. */
final class DataStream implements Closeable {

    private final OutputStream out;
    private long left;

    DataStream(OutputStream out, long bytes) {
        this.out = out;
        this.left = bytes;
    }

    void write(ByteBuffer bytes) throws IOException {
        byte[] raw = new byte[bytes.remaining()];
        bytes.duplicate().get(raw);
        write(raw);
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        left -= bytes.length;
    }

    void write(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        write(bytes.array());
    }

    /** Written as 16-bit floats. */
    void writeHalf(float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort(HalfFloat.fromFloat(value));
        }
        write(bytes.array());
    }

    @Override
    public void close() throws IOException {
        if (left != 0) {
            throw new IOException("tensor content is " + left + " bytes short of its shape");
        }
    }
}
