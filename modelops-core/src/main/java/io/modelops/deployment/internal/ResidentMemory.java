package io.modelops.deployment.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How much physical memory this process occupies. */
@FunctionalInterface
public interface ResidentMemory {
    /** The number of bytes, or empty where it can't be told. */
    OptionalLong bytes();

    /** What Linux says of this process; always empty on other systems. */
    static ResidentMemory ofThisProcess() {
        return in(Path.of("/proc/self/status"));
    }

    /** Reads a file of the form of {@code /proc/self/status}, which unlike {@code statm} needs no page size. */
    static ResidentMemory in(Path status) {
        return () -> {
            try (Stream<String> lines = Files.lines(status, StandardCharsets.ISO_8859_1)) {
                return lines.filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("[^0-9]", ""))
                        .filter(digits -> !digits.isEmpty())
                        .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1_024)
                        .findFirst();
            } catch (IOException | RuntimeException notHere) {
                return OptionalLong.empty();
            }
        };
    }
}
