package io.modelops.report.internal;

import io.modelops.model.FeatureProfile;
import java.util.ArrayList;
import java.util.List;

/** What is odd about a feature of one data set, in a few words each. */
final class Oddities {
    private static final double MUCH_MISSING = 0.2;
    private static final double ONE_VALUE = 0.99;
    private static final double MUCH_OTHER = 0.2;

    private Oddities() {}

    static List<String> of(FeatureProfile feature) {
        double total = feature.total();
        List<Long> counts = feature.counts();
        long missing = missing(feature);
        List<String> odd = new ArrayList<>();
        if (total == 0) {
            return List.of("there are no values");
        }
        if (missing == total) {
            return List.of("all values are missing");
        }
        if (missing / total >= MUCH_MISSING) {
            odd.add(Percent.show(missing / total) + " of the values are missing");
        }
        if (feature instanceof FeatureProfile.Numeric numbers && numbers.min() == numbers.max()) {
            odd.add("all values are " + Numbers.show(numbers.min()));
        }
        if (feature instanceof FeatureProfile.Categorical categories) {
            int known = categories.categories().size();
            double most = counts.subList(0, known).stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
            if (most / (total - missing) >= ONE_VALUE) {
                odd.add("nearly all values are the same");
            }
            if (counts.get(known) / total >= MUCH_OTHER) {
                odd.add(Percent.show(counts.get(known) / total) + " are in categories too many to count each");
            }
        }
        return odd;
    }

    /** How many values are missing. */
    static long missing(FeatureProfile feature) {
        List<Long> counts = feature.counts();
        return counts.get(counts.size() - 1);
    }
}
