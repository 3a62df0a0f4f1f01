package io.modelops.constraint;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import io.modelops.model.Profile;
import io.modelops.model.Quoted;
import io.modelops.model.Verdict;
import io.modelops.statistics.sketch.DistinctCount;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the summary of a data set tells about a rule. */
final class ProfileEvidence {
    private ProfileEvidence() {}

    static Evidence of(Constraint constraint, Profile profile) {
        if (constraint instanceof Constraint.OfMeasure ofRows && ofRows.measure() == Measure.ROWS) {
            return Evidence.of(Bracket.exactly(profile.rows()), profile.rows());
        }
        Optional<FeatureProfile> feature = profile.find(constraint.feature());
        if (feature.isEmpty()) {
            return Evidence.unknown("the profile has no feature " + Quoted.of(constraint.feature()));
        }
        return constraint instanceof Constraint.OfMeasure ofMeasure
                ? measured(ofMeasure.measure(), feature.get())
                : fulfilled(((Constraint.OfValues) constraint).condition(), feature.get());
    }

    private static Evidence measured(Measure measure, FeatureProfile feature) {
        Irregularities odd = feature.irregularities();
        return switch (measure) {
            case MISSING -> share(feature.missing(), feature);
            case NAN -> share(odd.nan(), feature);
            case INFINITE -> share(odd.positiveInfinity() + odd.negativeInfinity(), feature);
            case MISMATCHED -> share(odd.mismatched(), feature);
            case OUT_OF_RANGE -> share(odd.outOfRange(), feature);
            case UNSEEN -> share(odd.unseen(), feature);
            case DISTINCT -> distinct(feature.distinct(), feature.total());
            default -> moment(measure, feature);
        };
    }

    private static Evidence share(long count, FeatureProfile feature) {
        return Evidence.of(Bracket.share(count, count, feature.total()), feature.total());
    }

    private static Evidence distinct(@Nullable DistinctCount count, long values) {
        return count == null
                ? Evidence.unknown("different values are not counted; declare it for the feature")
                : Evidence.of(Estimates.distinct(count), values);
    }

    private static Evidence moment(Measure measure, FeatureProfile feature) {
        if (!(feature instanceof FeatureProfile.Numeric numeric)) {
            return Evidence.unknown("the feature is not a number");
        }
        return Estimates.moment(measure, numeric.moments());
    }

    private static Evidence fulfilled(Condition condition, FeatureProfile feature) {
        if (condition instanceof Condition.In in && feature instanceof FeatureProfile.Categorical categorical) {
            return among(in, categorical);
        }
        if (condition instanceof Condition.Within within && feature instanceof FeatureProfile.Numeric numeric) {
            return inside(within.range(), numeric);
        }
        return Evidence.unknown(
                feature instanceof FeatureProfile.Numeric
                        ? "the feature is a number and has no categories"
                        : "the feature is a category and has no numbers");
    }

    private static Evidence among(Condition.In in, FeatureProfile.Categorical feature) {
        List<String> known = feature.categories();
        long listed = 0;
        for (int category = 0; category < known.size(); category++) {
            if (in.categories().contains(known.get(category))) {
                listed += feature.counts().get(category);
            }
        }
        long all = present(feature);
        // Which categories are among the others is not known, unless all that are asked for have a count of their own.
        long maybe = known.containsAll(in.categories()) ? 0 : feature.others();
        return in.isExcluded()
                ? Evidence.of(Bracket.share(all - listed - maybe, all - listed, all), all)
                : Evidence.of(Bracket.share(listed, listed + maybe, all), all);
    }

    private static Evidence inside(NumberRange range, FeatureProfile.Numeric feature) {
        long all = present(feature);
        long surely = 0;
        long maybe = 0;
        List<Double> edges = feature.edges();
        for (int bin = 0; bin <= edges.size(); bin++) {
            long count = feature.counts().get(bin);
            // The outer bins are open; what is known of their ends are the least and greatest finite values.
            boolean lowest = bin == 0;
            boolean highest = bin == edges.size();
            double from = lowest ? lowest(feature) : edges.get(bin - 1);
            double to = highest ? highest(feature) : Math.nextDown(edges.get(bin));
            Verdict verdict = count == 0 ? Verdict.FAIL : range.judge(new Bracket(from, to));
            surely += verdict == Verdict.PASS ? count : 0;
            maybe += verdict == Verdict.INCONCLUSIVE ? count : 0;
        }
        return Evidence.of(Bracket.share(surely, surely + maybe, all), all);
    }

    private static double lowest(FeatureProfile.Numeric feature) {
        return feature.irregularities().negativeInfinity() > 0 || Double.isNaN(feature.min())
                ? Double.NEGATIVE_INFINITY
                : feature.min();
    }

    private static double highest(FeatureProfile.Numeric feature) {
        return feature.irregularities().positiveInfinity() > 0 || Double.isNaN(feature.max())
                ? Double.POSITIVE_INFINITY
                : feature.max();
    }

    private static long present(FeatureProfile feature) {
        List<Long> counts = feature.counts();
        return feature.total() - counts.get(counts.size() - 1);
    }
}
