package io.modelops.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** What the process has in memory, native engines included, sample by sample. Only Linux says so. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final List<Sample> samples = new ArrayList<>();

    private record Sample(double at, double bytes) {}

    /** Takes a sample, after garbage was collected, so that the heap shows what it holds and not what it has room for. */
    public void sample(long at) {
        System.gc();
        now().ifPresent(bytes -> samples.add(new Sample(at, bytes)));
    }

    /** The last sample in bytes, 0 where there is none. */
    public long last() {
        return samples.isEmpty() ? 0 : (long) samples.get(samples.size() - 1).bytes();
    }

    /**
     * By how many bytes it grew with each step over the second half of the samples: the median of the slopes between any two
     * of them, because some samples are far off.
     */
    public double slope() {
        List<Sample> half = samples.subList(samples.size() / 2, samples.size());
        List<Double> slopes = new ArrayList<>();
        for (int first = 0; first < half.size(); first++) {
            for (Sample later : half.subList(first + 1, half.size())) {
                Sample earlier = half.get(first);
                slopes.add((later.bytes() - earlier.bytes()) / (later.at() - earlier.at()));
            }
        }
        slopes.sort(Comparator.naturalOrder());
        return slopes.isEmpty() ? 0 : slopes.get(slopes.size() / 2);
    }

    private static OptionalLong now() {
        if (!Files.exists(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                    .findFirst();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
