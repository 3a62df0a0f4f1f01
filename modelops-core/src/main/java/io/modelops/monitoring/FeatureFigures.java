package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import io.modelops.monitoring.ComparedFeature.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers about one feature of two data sets that are no bins. */
final class FeatureFigures {
    private FeatureFigures() {}

    /** The numbers of both sides; those that no side has are left out. */
    static List<Figure> of(FeatureProfile reference, FeatureProfile current) {
        Map<String, Double> before = of(reference);
        Map<String, Double> after = of(current);
        List<Figure> figures = new ArrayList<>();
        before.forEach((name, value) -> {
            double now = after.getOrDefault(name, Double.NaN);
            // A count of irregular values is worth a line only where there is one.
            if (!name.endsWith("(%)") || value > 0 || now > 0) {
                figures.add(new Figure(name, value, now));
            }
        });
        return figures;
    }

    private static Map<String, Double> of(FeatureProfile profile) {
        Map<String, Double> figures = new LinkedHashMap<>();
        double total = profile.total();
        figures.put("Values", total);
        if (profile instanceof FeatureProfile.Numeric numbers) {
            figures.put("Mean", numbers.mean());
            figures.put("Standard deviation", numbers.standardDeviation());
            figures.put("Least", numbers.min());
            figures.put("Greatest", numbers.max());
        }
        Irregularities irregular = profile.irregularities();
        figures.put("Not a number (%)", 100 * irregular.nan() / total);
        figures.put("Of another type (%)", 100 * irregular.mismatched() / total);
        figures.put("Infinite (%)", 100 * (irregular.positiveInfinity() + irregular.negativeInfinity()) / total);
        figures.put("Out of range (%)", 100 * irregular.outOfRange() / total);
        figures.put("Unseen before (%)", 100 * irregular.unseen() / total);
        if (profile.distinct() != null) {
            figures.put("Different values, about", (double)
                    Math.round(profile.distinct().estimate()));
        }
        return figures;
    }
}
