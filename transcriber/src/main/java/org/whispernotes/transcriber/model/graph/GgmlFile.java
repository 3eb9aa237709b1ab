package org.whispernotes.transcriber.model.graph;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the parts of a whisper.cpp model file ({@code ggml} container, all little endian). */
final class GgmlFile implements Closeable {

    private static final int MAGIC = 0x67676d6c;
    private static final int TYPE_F32 = 0;
    private static final int TYPE_F16 = 1;

    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    GgmlFile(Path file) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        integer(MAGIC);
    }

    void integer(int value) throws IOException {
        reserve(4);
        buffer.putInt(value);
    }

    void real(float value) throws IOException {
        reserve(4);
        buffer.putFloat(value);
    }

    /** Length, then bytes. */
    void bytes(byte[] value) throws IOException {
        integer(value.length);
        raw(value);
    }

    private void raw(byte[] value) throws IOException {
        flush();
        out.write(value);
    }

    /** Some rows of a weight in half precision. */
    void half(String name, Matrix matrix, int fromRow, int toRow) throws IOException {
        header(name, TYPE_F16, toRow - fromRow, matrix.columns());
        halves(matrix, fromRow, toRow);
    }

    /** A convolution's weight: outputs x inputs x taps. */
    void convolution(String name, Matrix matrix, int taps) throws IOException {
        header(name, TYPE_F16, matrix.rows(), matrix.columns() / taps, taps);
        halves(matrix, 0, matrix.rows());
    }

    private void halves(Matrix matrix, int fromRow, int toRow) throws IOException {
        float[] row = new float[matrix.columns()];
        for (int r = fromRow; r < toRow; r++) {
            matrix.read(r, row);
            for (float value : row) {
                reserve(2);
                buffer.putShort(HalfFloat.fromFloat(value));
            }
        }
    }

    /** A position table in single precision. */
    void table(String name, Matrix matrix) throws IOException {
        header(name, TYPE_F32, matrix.rows(), matrix.columns());
        values(matrix.values(), 0, matrix.rows() * matrix.columns());
    }

    /** Part of a bias or norm in single precision. */
    void vector(String name, float[] values, int from, int to) throws IOException {
        header(name, TYPE_F32, to - from);
        values(values, from, to);
    }

    /** A convolution's bias, which whisper.cpp wants as a column. */
    void column(String name, float[] values) throws IOException {
        header(name, TYPE_F32, values.length, 1);
        values(values, 0, values.length);
    }

    private void values(float[] values, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            real(values[i]);
        }
    }

    /** Dimensions are written innermost first. */
    private void header(String name, int type, int... dimensions) throws IOException {
        byte[] characters = name.getBytes(StandardCharsets.UTF_8);
        integer(dimensions.length);
        integer(characters.length);
        integer(type);
        for (int d = dimensions.length - 1; d >= 0; d--) {
            integer(dimensions[d]);
        }
        raw(characters);
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
