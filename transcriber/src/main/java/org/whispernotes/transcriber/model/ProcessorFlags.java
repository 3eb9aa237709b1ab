package org.whispernotes.transcriber.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Linux says that this machine's processor can do. */
public final class ProcessorFlags {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorFlags.class);
    private static final Path FILE = Path.of("/proc/cpuinfo");

    private ProcessorFlags() {}

    /** The words of {@code /proc/cpuinfo}, such as {@code avx512_vnni}; none where that isn't known. */
    public static Set<String> read() {
        try {
            return Files.exists(FILE)
                    ? Set.copyOf(List.of(
                            Files.readString(FILE, StandardCharsets.ISO_8859_1).split("\\s+")))
                    : Set.of();
        } catch (IOException e) {
            LOG.warn("{} can't be read: slower ways that any processor can go are taken", FILE, e);
            return Set.of();
        }
    }
}
