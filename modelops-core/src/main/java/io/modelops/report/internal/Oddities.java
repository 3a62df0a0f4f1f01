package io.modelops.report.internal;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import java.util.ArrayList;
import java.util.List;

/** What is odd about a feature of one data set, in a few words each. */
final class Oddities {
    private static final double MUCH_MISSING = 0.2;
    private static final double MUCH_OUT_OF_RANGE = 0.01;
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
        Irregularities irregular = feature.irregularities();
        add(odd, irregular.mismatched(), total, 0, "are of another type");
        add(odd, irregular.nan(), total, 0, "are not a number");
        add(odd, irregular.positiveInfinity() + irregular.negativeInfinity(), total, 0, "are infinite");
        add(odd, irregular.outOfRange(), total, MUCH_OUT_OF_RANGE, "are out of range");
        add(odd, irregular.unseen(), total, MUCH_OUT_OF_RANGE, "are in categories the reference never had");
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

    private static void add(List<String> odd, long count, double total, double most, String what) {
        if (count / total > most) {
            odd.add(Percent.show(count / total) + " " + what);
        }
    }

    /** How many values are missing. */
    static long missing(FeatureProfile feature) {
        List<Long> counts = feature.counts();
        return counts.get(counts.size() - 1);
    }
}
