package org.whispernotes.transcriber.model.graph;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file read from front to back: headers are copied, tensors mapped (each less than 2 GiB, the file of any size). */
final class MappedFile implements Closeable {

    private final FileChannel channel;
    private long position;

    private MappedFile(FileChannel channel) {
        this.channel = channel;
    }

    static MappedFile open(Path file) throws IOException {
        return new MappedFile(FileChannel.open(file));
    }

    /** The next bytes, copied, little-endian. */
    ByteBuffer header(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position);
            if (read < 0) {
                throw new EOFException("file ends at " + position);
            }
            position += read;
        }
        return buffer.flip();
    }

    /** The next bytes, mapped. */
    ByteBuffer content(long bytes) throws IOException {
        if (position + bytes > channel.size()) {
            throw new EOFException("file ends at " + channel.size());
        }
        ByteBuffer mapped =
                channel.map(FileChannel.MapMode.READ_ONLY, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
        position += bytes;
        return mapped;
    }

    long position() {
        return position;
    }

    void seek(long target) {
        position = target;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
