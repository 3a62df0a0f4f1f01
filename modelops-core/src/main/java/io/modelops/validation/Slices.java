package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.Feature;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.spi.ValidationSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a holdout by the value of a feature, in order of the values' names. */
final class Slices {
    private static final int MOST_NUMERIC_VALUES = 20;
    private static final String MISSING = "(missing)";

    private Slices() {}

    static <I> Map<String, int[]> of(ValidationSubject<I, ?> subject, String name) {
        Feature<I> feature = subject.features()
                .find(name)
                .orElseThrow(() -> new InvalidInputException("Feature " + Quoted.of(name) + " is not among "
                        + subject.features().all().stream().map(Feature::name).toList()
                        + ": slice by one of these, or tell the validator its features."));
        Map<String, List<Integer>> rows = new TreeMap<>();
        List<? extends Example<I, ?>> holdout = subject.holdout();
        for (int row = 0; row < holdout.size(); row++) {
            rows.computeIfAbsent(value(feature, holdout.get(row).input()), value -> new ArrayList<>())
                    .add(row);
        }
        if (feature instanceof Feature.Numeric<I> && rows.size() > MOST_NUMERIC_VALUES) {
            throw new InvalidInputException("Feature " + Quoted.of(name) + " is numeric and has " + rows.size()
                    + " distinct values: expected at most " + MOST_NUMERIC_VALUES
                    + "; slice by a categorical feature, such as its range in words.");
        }
        Map<String, int[]> slices = new TreeMap<>();
        rows.forEach((value, members) ->
                slices.put(value, members.stream().mapToInt(Integer::intValue).toArray()));
        return slices;
    }

    private static <I> String value(Feature<I> feature, I input) {
        if (feature instanceof Feature.Numeric<I> numeric) {
            double value = numeric.value().applyAsDouble(input);
            return Double.isNaN(value) ? MISSING : Words.of(value);
        }
        String value = ((Feature.Categorical<I>) feature).value().apply(input);
        return value == null ? MISSING : value;
    }
}
