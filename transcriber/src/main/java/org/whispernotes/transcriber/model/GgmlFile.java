package org.whispernotes.transcriber.model;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.whispernotes.transcriber.model.Ct2Weights.Variable;
import org.whispernotes.transcriber.model.graph.HalfFloat;

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

    /** A weight in half precision. */
    void half(String name, Variable variable, int fromRow, int toRow) throws IOException {
        header(name, TYPE_F16, dimensions(variable, toRow - fromRow));
        for (int i = fromRow * variable.rowSize(); i < toRow * variable.rowSize(); i++) {
            reserve(2);
            buffer.putShort(variable.isHalf() ? variable.half(i) : HalfFloat.fromFloat(variable.value(i)));
        }
    }

    /** A bias, norm or position table in single precision. */
    void single(String name, Variable variable, int fromRow, int toRow) throws IOException {
        header(name, TYPE_F32, dimensions(variable, toRow - fromRow));
        values(variable, fromRow, toRow);
    }

    /** A convolution's bias, which whisper.cpp wants as a column. */
    void column(String name, Variable variable) throws IOException {
        header(name, TYPE_F32, variable.rows(), 1);
        values(variable, 0, variable.rows());
    }

    private void values(Variable variable, int fromRow, int toRow) throws IOException {
        for (int i = fromRow * variable.rowSize(); i < toRow * variable.rowSize(); i++) {
            real(variable.value(i));
        }
    }

    private static int[] dimensions(Variable variable, int rows) {
        int[] dimensions = variable.dimensions().clone();
        dimensions[0] = rows;
        return dimensions;
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
