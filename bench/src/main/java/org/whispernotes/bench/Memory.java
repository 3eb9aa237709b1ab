package org.whispernotes.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process took at most, as the kernel counts it: heap, native libraries and models. */
public final class Memory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private Memory() {}

    /** MiB; the heap alone where there is no /proc. */
    public static long peakMegabytes() {
        if (Files.exists(STATUS)) {
            try {
                Matcher peak = PEAK.matcher(Files.readString(STATUS));
                if (peak.find()) {
                    return Long.parseLong(peak.group(1)) / 1024;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Runtime.getRuntime().totalMemory() >> 20;
    }
}
