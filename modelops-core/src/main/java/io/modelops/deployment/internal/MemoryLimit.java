package io.modelops.deployment.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How much memory the kernel lets this process have. */
public final class MemoryLimit {
    private static final Path V2 = Path.of("sys/fs/cgroup");
    private static final Path V1 = Path.of("sys/fs/cgroup/memory");
    /** What version 1 says for "no limit" is the greatest multiple of a page. */
    private static final long NO_LIMIT = 1L << 60;

    private MemoryLimit() {}

    /**
     * The smallest of the limits of the process's control group, of those above it, and of the machine's memory.
     *
     * @param root where {@code proc} and {@code sys} are
     * @return the bytes, or empty if none of them can be read
     */
    public static Optional<Long> in(Path root) {
        LongStream limits = LongStream.concat(
                ofMachine(root).stream(),
                lines(root.resolve("proc/self/cgroup")).stream()
                        .flatMap(line -> files(root, line))
                        .flatMapToLong(file -> limitIn(file).stream()));
        return limits.boxed().min(Long::compare);
    }

    /** The files that may limit the group a line such as {@code 0::/a/b} or {@code 4:memory:/a/b} names. */
    private static Stream<Path> files(Path root, String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
            return Stream.empty();
        }
        if (parts[0].equals("0") && parts[1].isEmpty()) {
            return upwards(root.resolve(V2), parts[2], "memory.max");
        }
        return List.of(parts[1].split(",")).contains("memory")
                ? upwards(root.resolve(V1), parts[2], "memory.limit_in_bytes")
                : Stream.empty();
    }

    /** In a container the group's path may be that of the host, of which only the root can be seen. */
    private static Stream<Path> upwards(Path top, String group, String file) {
        Path lowest = top.resolve(group.replaceFirst("^/+", "")).normalize();
        return lowest.startsWith(top)
                ? Stream.iterate(lowest, path -> path.startsWith(top), Path::getParent)
                        .map(path -> path.resolve(file))
                : Stream.of(top.resolve(file));
    }

    private static OptionalLong limitIn(Path file) {
        return lines(file).stream()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .filter(bytes -> bytes > 0 && bytes < NO_LIMIT)
                .findFirst();
    }

    private static OptionalLong ofMachine(Path root) {
        return lines(root.resolve("proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1_024)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException | RuntimeException notHere) {
            return List.of();
        }
    }
}
