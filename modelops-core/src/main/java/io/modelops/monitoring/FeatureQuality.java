package io.modelops.monitoring;

import io.modelops.constraint.Constraint;
import io.modelops.constraint.ConstraintResult;
import io.modelops.constraint.Measure;
import io.modelops.constraint.NumberRange;
import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.statistics.Wilson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of the irregular values of one feature.
 *
 * @param feature its name
 * @param rules the greatest share of each kind
 */
record FeatureQuality(String feature, List<Constraint> rules) {
    private static final double CONFIDENCE = 0.999;
    private static final double CRITICAL_TIMES = 5;

    static FeatureQuality of(Feature<?> feature, @Nullable Profile trainedOn, double tolerance) {
        @Nullable
        FeatureProfile known =
                trainedOn == null ? null : trainedOn.find(feature.name()).orElse(null);
        List<Constraint> rules = new ArrayList<>();
        usual(feature, known)
                .forEach((measure, share) -> rules.add(new Constraint.OfMeasure(
                        measure, feature.name(), NumberRange.atMost(Math.min(1, share + tolerance)))));
        return new FeatureQuality(feature.name(), rules);
    }

    /** The shares of the training data, of what can be told of the feature. */
    private static Map<Measure, Double> usual(Feature<?> feature, @Nullable FeatureProfile known) {
        Irregularities odd = known == null ? Irregularities.NONE : known.irregularities();
        double values = known == null ? 0 : known.total();
        Map<Measure, Double> shares = new EnumMap<>(Measure.class);
        shares.put(Measure.MISSING, share(known == null ? 0 : known.missing(), values));
        shares.put(Measure.MISMATCHED, share(odd.mismatched(), values));
        if (feature instanceof Feature.Numeric<?>) {
            shares.put(Measure.NAN, share(odd.nan(), values));
            shares.put(Measure.INFINITE, share(odd.positiveInfinity() + odd.negativeInfinity(), values));
            if (feature.options().hasRange() || known != null) {
                shares.put(Measure.OUT_OF_RANGE, share(odd.outOfRange(), values));
            }
        } else if (known instanceof FeatureProfile.Categorical categorical && categorical.listsAll()) {
            shares.put(Measure.UNSEEN, share(odd.unseen(), values));
        }
        return shares;
    }

    private static double share(long count, double of) {
        return of > 0 ? count / of : 0;
    }

    Finding judge(List<ConstraintResult> results, long samples, int minSamples) {
        if (samples < minSamples) {
            return insufficient(feature, samples, minSamples);
        }
        ConstraintResult worst = results.get(0);
        List<String> others = new ArrayList<>();
        for (ConstraintResult result : results) {
            worst = excess(result) > excess(worst) ? result : worst;
        }
        for (ConstraintResult result : results) {
            if (isBroken(result) && !result.constraint().equals(worst.constraint())) {
                others.add(shown(result));
            }
        }
        boolean broken = isBroken(worst);
        return new Finding(
                feature,
                broken ? Finding.Status.BREACHED : Finding.Status.OK,
                !broken
                        ? Severity.INFO
                        : worst.lower() >= CRITICAL_TIMES * limit(worst) ? Severity.CRITICAL : Severity.WARNING,
                worst.lower(),
                limit(worst),
                worst.rows(),
                feature + ": " + shown(worst) + (others.isEmpty() ? "" : ", " + String.join(", ", others)) + ", over "
                        + samples + " inputs");
    }

    static Finding insufficient(String feature, long samples, int minSamples) {
        return Findings.insufficient(
                feature, Double.NaN, samples, samples + " of the " + minSamples + " inputs that are needed");
    }

    /** More than by chance: the share itself is, and the least that it may be in the long run. */
    private static boolean isBroken(ConstraintResult result) {
        long values = result.rows();
        long such = Math.round(result.lower() * values);
        return result.lower() > limit(result)
                && Wilson.interval(such, values, CONFIDENCE).low() > limit(result);
    }

    private static double excess(ConstraintResult result) {
        return Double.isNaN(result.lower()) ? Double.NEGATIVE_INFINITY : result.lower() - limit(result);
    }

    private static double limit(ConstraintResult result) {
        return ((Constraint.OfMeasure) result.constraint()).range().upper();
    }

    private static String shown(ConstraintResult result) {
        return String.format(
                Locale.ROOT,
                "%s %.1f %% (limit %.1f %%)",
                ((Constraint.OfMeasure) result.constraint())
                        .measure()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' '),
                100 * result.lower(),
                100 * limit(result));
    }
}
