package org.whispernotes.transcriber.model.graph;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.whispernotes.transcriber.model.torch.TorchCheckpoint;
import org.whispernotes.transcriber.model.torch.TorchTensor;

/**
 * One ONNX model under construction: {@code NAME.onnx} plus {@code NAME.onnx.data}, to which weights are streamed as
 * they are made, so that building takes no more memory than the largest matrix, files may pass protobuf's 2 GiB, and
 * the runtime can map the weights instead of copying them.
 *
 * <p>Nodes are added in the order of evaluation; every method returns the names of the values it made.
 */
final class OnnxGraph implements Closeable {

    /** ONNX Runtime's own operators. */
    static final String MICROSOFT = "com.microsoft";
    /** Those of {@link org.whispernotes.transcriber.model.OwnOperators}. */
    static final String OWN = "org.whispernotes";

    static final String NONE = "";

    private static final int IR_VERSION = 10;
    private static final int OPSET = 20;
    private static final int INLINE_BYTES = 1024;
    private static final int ALIGNMENT = 4096;

    private final Path file;
    private final Path dataFile;
    private final OutputStream data;
    private final ProtoWriter graph = new ProtoWriter();
    private final List<ProtoWriter> inputs = new ArrayList<>();
    private final List<ProtoWriter> outputs = new ArrayList<>();
    private final Set<String> constants = new HashSet<>();
    private long written;
    private int values;

    OnnxGraph(Path file) throws IOException {
        this.file = file;
        this.dataFile = file.resolveSibling(file.getFileName() + ".data");
        this.data = new BufferedOutputStream(Files.newOutputStream(dataFile), 1 << 20);
    }

    /** Adds weights under a name; adding the same name twice keeps the first. */
    String constant(String name, ElementType type, ByteBuffer content, long... shape) throws IOException {
        if (!constants.add(name)) {
            return name;
        }
        ProtoWriter tensor = tensor(name, type, shape);
        if (content.remaining() <= INLINE_BYTES) {
            byte[] raw = new byte[content.remaining()];
            content.duplicate().get(raw);
            tensor.bytes(9, raw);
        } else {
            try (DataStream stream = external(tensor, content.remaining())) {
                stream.write(content);
            }
        }
        graph.message(5, tensor);
        return name;
    }

    /** Adds weights that are too large to hold: the caller writes exactly {@code bytes} to the stream. */
    String streamed(String name, ElementType type, StreamedContent content, long... shape) throws IOException {
        if (constants.add(name)) {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes *= size;
            }
            ProtoWriter tensor = tensor(name, type, shape);
            try (DataStream stream = external(tensor, bytes)) {
                content.writeTo(stream);
            }
            graph.message(5, tensor);
        }
        return name;
    }

    String floats(String name, float[] content, long... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(content.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(content);
        return constant(name, ElementType.FLOAT, bytes, shape);
    }

    /** Adds a checkpoint's weights under their own name. */
    String floats(TorchCheckpoint weights, String name) throws IOException {
        TorchTensor tensor = weights.tensor(name);
        return floats(name, tensor.values(), tensor.dimensions());
    }

    String scalar(String name, float content) throws IOException {
        return floats(name, new float[] {content});
    }

    String longs(String name, long... content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(content.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(content);
        return constant(name, ElementType.INT64, bytes, content.length);
    }

    String op(String type, List<String> ins, Attribute... attributes) {
        String out = fresh(type);
        node(type, NONE, ins, List.of(out), attributes);
        return out;
    }

    String microsoft(String type, List<String> ins, Attribute... attributes) {
        String out = fresh(type);
        node(type, MICROSOFT, ins, List.of(out), attributes);
        return out;
    }

    String own(String type, List<String> ins) {
        String out = fresh(type);
        node(type, OWN, ins, List.of(out));
        return out;
    }

    void node(String type, String domain, List<String> ins, List<String> outs, Attribute... attributes) {
        ProtoWriter node = new ProtoWriter();
        ins.forEach(name -> node.text(1, name));
        outs.forEach(name -> node.text(2, name));
        node.text(3, fresh(type + "_node")).text(4, type);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.proto());
        }
        if (!domain.isEmpty()) {
            node.text(7, domain);
        }
        graph.message(1, node);
    }

    String fresh(String stem) {
        return stem + "_" + ++values;
    }

    /** Declares an input; each dimension is a number or a name. */
    String input(String name, ElementType type, Object... shape) {
        inputs.add(valueInfo(name, type, shape));
        return name;
    }

    void output(String name, ElementType type, Object... shape) {
        outputs.add(valueInfo(name, type, shape));
    }

    /** Makes {@code value} an output called {@code name}. */
    void output(String value, String name, ElementType type, Object... shape) {
        node("Identity", NONE, List.of(value), List.of(name));
        output(name, type, shape);
    }

    /** Writes the model file; weights are already on disk. */
    void finish() throws IOException {
        data.close();
        graph.text(2, "whisper");
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        ProtoWriter model = new ProtoWriter()
                .integer(1, IR_VERSION)
                .text(2, "whisper-notes")
                .message(7, graph)
                .message(8, new ProtoWriter().text(1, "").integer(2, OPSET))
                .message(8, new ProtoWriter().text(1, MICROSOFT).integer(2, 1))
                .message(8, new ProtoWriter().text(1, OWN).integer(2, 1));
        Files.write(file, model.toByteArray());
        if (written == 0) {
            Files.delete(dataFile);
        }
    }

    @Override
    public void close() throws IOException {
        data.close();
    }

    private static ProtoWriter tensor(String name, ElementType type, long... shape) {
        ProtoWriter tensor = new ProtoWriter();
        for (long size : shape) {
            tensor.integer(1, size);
        }
        return tensor.integer(2, type.onnx()).text(8, name);
    }

    private DataStream external(ProtoWriter tensor, long bytes) throws IOException {
        long padding = (ALIGNMENT - written % ALIGNMENT) % ALIGNMENT;
        data.write(new byte[(int) padding]);
        written += padding;
        tensor.message(13, entry("location", String.valueOf(dataFile.getFileName())))
                .message(13, entry("offset", Long.toString(written)))
                .message(13, entry("length", Long.toString(bytes)))
                .integer(14, 1);
        written += bytes;
        return new DataStream(data, bytes);
    }

    private static ProtoWriter entry(String key, String value) {
        return new ProtoWriter().text(1, key).text(2, value);
    }

    private static ProtoWriter valueInfo(String name, ElementType type, Object... shape) {
        ProtoWriter dimensions = new ProtoWriter();
        for (Object size : shape) {
            ProtoWriter dimension = size instanceof String symbol
                    ? new ProtoWriter().text(2, symbol)
                    : new ProtoWriter().integer(1, ((Number) size).longValue());
            dimensions.message(1, dimension);
        }
        ProtoWriter tensor = new ProtoWriter().integer(1, type.onnx()).message(2, dimensions);
        return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
    }

    /** Writes the content of one tensor. */
    @FunctionalInterface
    interface StreamedContent {
        void writeTo(DataStream stream) throws IOException;
    }
}
