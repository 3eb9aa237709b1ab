package org.whispernotes.transcriber.model.torch;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.whispernotes.transcriber.model.torch.PickleReader.Call;
import org.whispernotes.transcriber.model.torch.PickleReader.Persistent;

/**
 * The weights in a file that {@code torch.save} wrote: a zip archive since PyTorch 1.6, before that five pickles in a
 * row with the numbers after them.
 */
public final class TorchCheckpoint {

    private static final String REBUILD = "torch._utils._rebuild_tensor_v2";
    private static final String FLOATS = "torch.FloatStorage";

    private final Map<?, ?> state;
    private final Map<String, ByteBuffer> storages;

    private TorchCheckpoint(Map<?, ?> state, Map<String, ByteBuffer> storages) {
        this.state = state;
        this.storages = storages;
    }

    /**
     * The weights of a file that holds nothing else.
     *
     * @throws IOException when the file is no such checkpoint
     */
    public static TorchCheckpoint read(Path file) throws IOException {
        return read(file, null);
    }

    /**
     * @param stateKey under which the checkpoint keeps the weights, for example {@code state_dict}; null where the
     *     file holds nothing else
     * @throws IOException when the file is no such checkpoint
     */
    public static TorchCheckpoint read(Path file, @Nullable String stateKey) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try {
            return content.length > 1 && content[0] == 'P' && content[1] == 'K'
                    ? zipped(file, stateKey)
                    : sequential(ByteBuffer.wrap(content), stateKey);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | NoSuchElementException e) {
            throw new IOException(file + " is no PyTorch checkpoint, or cut off", e);
        }
    }

    private static TorchCheckpoint zipped(Path file, @Nullable String stateKey) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + " holds no data.pkl"));
            String folder = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length()) + "data/";
            Object root = new PickleReader(bytes(zip, pickle)).read();
            Map<String, ByteBuffer> storages = new HashMap<>();
            for (ZipEntry entry : zip.stream()
                    .filter(entry -> entry.getName().startsWith(folder))
                    .toList()) {
                storages.put(entry.getName().substring(folder.length()), bytes(zip, entry));
            }
            return new TorchCheckpoint(state(root, stateKey), storages);
        }
    }

    private static ByteBuffer bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (var in = zip.getInputStream(entry)) {
            return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static TorchCheckpoint sequential(ByteBuffer in, @Nullable String stateKey) throws IOException {
        for (String header : List.of("magic number", "version", "system")) {
            if (new PickleReader(in).read() == PickleReader.NONE) {
                throw new IOException("the checkpoint's " + header + " is missing");
            }
        }
        Object root = new PickleReader(in).read();
        List<?> keys = (List<?>) new PickleReader(in).read();
        in.order(ByteOrder.LITTLE_ENDIAN);
        Map<String, ByteBuffer> storages = new HashMap<>();
        for (Object key : keys) {
            // All storages of the checkpoints that are read so are floats; anything else ends before or after the file.
            int bytes = Math.toIntExact(in.getLong() * Float.BYTES);
            storages.put((String) key, in.slice(in.position(), bytes).order(ByteOrder.LITTLE_ENDIAN));
            in.position(in.position() + bytes);
        }
        if (in.hasRemaining()) {
            throw new IOException("the checkpoint holds numbers that are not 32-bit floats");
        }
        return new TorchCheckpoint(state(root, stateKey), storages);
    }

    private static Map<?, ?> state(Object root, @Nullable String key) throws IOException {
        if (root instanceof Map<?, ?> map) {
            if (key == null) {
                return map;
            }
            if (map.get(key) instanceof Map<?, ?> state) {
                return state;
            }
        }
        throw new IOException("the checkpoint has no " + (key == null ? "weights" : "'" + key + "'"));
    }

    /** Whether there are weights of that name. */
    public boolean has(String name) {
        return state.containsKey(name);
    }

    /**
     * @param name of the weights, for example {@code lstm.weight_ih_l0}
     * @throws IOException when there are none of that name, or they are not 32-bit floats
     */
    public TorchTensor tensor(String name) throws IOException {
        if (!(state.get(name) instanceof Call call)
                || !call.callee().equals(REBUILD)
                || !(call.arguments().get(0) instanceof Persistent storage)) {
            throw new IOException("the checkpoint has no weights '" + name + "'");
        }
        ByteBuffer content = storages.get((String) storage.id().get(2));
        if (content == null || !storage.id().get(1).equals(new PickleReader.Global(FLOATS))) {
            throw new IOException("'" + name + "' is not stored as 32-bit floats");
        }
        int offset = integer(call.arguments().get(1));
        int[] shape = integers(call.arguments().get(2));
        return new TorchTensor(
                gather(content, offset, shape, integers(call.arguments().get(3))), shape);
    }

    private static float[] gather(ByteBuffer content, int offset, int[] shape, int[] strides) {
        int count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, size);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            int rest = i;
            int at = offset;
            for (int d = shape.length - 1; d >= 0; d--) {
                at += rest % shape[d] * strides[d];
                rest /= shape[d];
            }
            values[i] = content.getFloat(at * Float.BYTES);
        }
        return values;
    }

    private static int[] integers(Object tuple) {
        return ((List<?>) tuple).stream().mapToInt(TorchCheckpoint::integer).toArray();
    }

    private static int integer(Object number) {
        return Math.toIntExact((Long) number);
    }
}
