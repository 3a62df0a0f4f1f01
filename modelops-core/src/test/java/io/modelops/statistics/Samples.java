package io.modelops.statistics;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Samples that NumPy can make as well, without a random generator in common. */
final class Samples {
    private Samples() {}

    /** {@code np.sin(np.arange(1, size + 1))}. */
    static double[] sines(int size) {
        return of(size, Math::sin);
    }

    /** {@code [function(i) for i in range(1, size + 1)]}. */
    static double[] of(int size, IntToDoubleFunction function) {
        return IntStream.rangeClosed(1, size).mapToDouble(function).toArray();
    }
}
