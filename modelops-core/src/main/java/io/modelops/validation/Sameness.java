package io.modelops.validation;

import io.modelops.model.NumericView;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether two answers are the same up to rounding: equal, arrays of numbers that are the same one by one, or answers whose
 * numeric views are.
 *
 * @param tolerance the greatest difference, as a share of the expected number and at least of 1
 * @param view reads an answer as a number, or null
 * @param <O> the type of the answers
 */
record Sameness<O>(double tolerance, @Nullable NumericView<? super O> view) {
    boolean holds(O expected, O actual) {
        if (expected.equals(actual)) {
            return true;
        }
        if (expected instanceof float[] first && actual instanceof float[] second) {
            return first.length == second.length
                    && IntStream.range(0, first.length).allMatch(index -> holds(first[index], second[index]));
        }
        if (expected instanceof double[] first && actual instanceof double[] second) {
            return first.length == second.length
                    && IntStream.range(0, first.length).allMatch(index -> holds(first[index], second[index]));
        }
        return view != null && holds(view.of(expected), view.of(actual));
    }

    private boolean holds(double expected, double actual) {
        return Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= tolerance * Math.max(1, Math.abs(expected));
    }
}
