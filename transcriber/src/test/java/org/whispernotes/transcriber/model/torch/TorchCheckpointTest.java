package org.whispernotes.transcriber.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchCheckpointTest {

    /** The tuple by which PyTorch refers to the numbers of storage "0". */
    private static final String STORAGE = "(X\7\0\0\0storagectorch\n%s\nX\1\0\0\0000X\3\0\0\0cpuK\6";

    @TempDir
    private Path directory;

    /** {@code {'weights': {'w': tensor of 2 x 3, starting at value 0, with the strides}}}. */
    private static byte[] pickle(String type, int... strides) {
        String tensor = "ctorch._utils\n_rebuild_tensor_v2\n(" + STORAGE.formatted(type) + "tQK\0K\2K\3\u0086K"
                + (char) strides[0] + "K" + (char) strides[1] + "\u0086\u0089}tR";
        String text = "\u0080\2}X\7\0\0\0weights}X\1\0\0\0w" + tensor + "ss.";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] numbers() {
        ByteBuffer numbers = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        numbers.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5, 6});
        return numbers.array();
    }

    private Path zip(byte[] pickle) throws IOException {
        Path file = directory.resolve("model.bin");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(pickle);
            zip.putNextEntry(new ZipEntry("archive/data/0"));
            zip.write(numbers());
        }
        return file;
    }

    private Path sequential(byte[] pickle) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("\u0080\2K\1.\u0080\2K\1.\u0080\2}.".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(pickle);
        out.writeBytes("\u0080\2]X\1\0\0\0000a.".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(6).array());
        out.writeBytes(numbers());
        return Files.write(directory.resolve("model.pt"), out.toByteArray());
    }

    @Test
    void readsZippedWeights() throws IOException {
        TorchTensor tensor = TorchCheckpoint.read(zip(pickle("FloatStorage", 3, 1)), "weights")
                .tensor("w");

        assertThat(tensor.shape()).containsExactly(2, 3);
        assertThat(tensor.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void readsTransposedWeightsByTheirStrides() throws IOException {
        TorchTensor tensor = TorchCheckpoint.read(zip(pickle("FloatStorage", 1, 2)), "weights")
                .tensor("w");

        assertThat(tensor.values()).containsExactly(1, 3, 5, 2, 4, 6);
    }

    @Test
    void readsTheOlderFormat() throws IOException {
        TorchTensor tensor = TorchCheckpoint.read(sequential(pickle("FloatStorage", 3, 1)), "weights")
                .tensor("w");

        assertThat(tensor.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Path file = zip(pickle("FloatStorage", 3, 1));

        assertThatThrownBy(() -> TorchCheckpoint.read(file, "state")).hasMessageContaining("'state'");
        assertThatThrownBy(() -> TorchCheckpoint.read(file, "weights").tensor("v"))
                .hasMessageContaining("'v'");
        Path doubles = zip(pickle("DoubleStorage", 3, 1));
        assertThatThrownBy(() -> TorchCheckpoint.read(doubles, "weights").tensor("w"))
                .hasMessageContaining("32-bit");
    }

    @Test
    void cutOffAndForeignFilesAreNamed() throws IOException {
        byte[] whole = Files.readAllBytes(sequential(pickle("FloatStorage", 3, 1)));
        for (int length = 0; length < whole.length; length += 7) {
            Path cut = Files.write(directory.resolve("cut.pt"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchCheckpoint.read(cut, "weights"))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPickleIsNeverRun() throws IOException {
        byte[] call = "\u0080\2}X\7\0\0\0weights}X\1\0\0\0wcos\nsystem\nX\4\0\0\0true\u0085Rss."
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> TorchCheckpoint.read(zip(call), "weights").tensor("w"))
                .isInstanceOf(IOException.class);
    }
}
