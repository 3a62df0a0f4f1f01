package io.modelops.monitoring.fleet;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.statistics.BinnedHomogeneity;
import io.modelops.statistics.FalseDiscoveryRate;
import io.modelops.statistics.PopulationStability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the inputs of the whole fleet still look like the training data: the population stability index of a feature has
 * to reach the threshold, and a test of homogeneity has to reject after the correction of Benjamini and Hochberg
 * for the number of features.
 */
record FleetDrift(long minSamples, double threshold, double alpha) implements FleetCheck {
    private static final double CRITICAL_TIMES = 2.5;

    private record Compared(String feature, double effect, double pValue, long samples) {}

    @Override
    public String name() {
        return "fleet-feature-drift";
    }

    @Override
    public List<Finding> judge(FleetWindow window, @Nullable TrafficSummary champion, @Nullable Profile trainedOn) {
        if (champion == null || trainedOn == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        List<Compared> compared = new ArrayList<>();
        for (FeatureProfile live : champion.inputs().features()) {
            FeatureProfile reference = trainedOn.find(live.name()).orElse(null);
            if (reference == null || !hasSameBins(live, reference) || live.total() < minSamples) {
                findings.add(insufficient(live));
                continue;
            }
            long[] before = counts(reference);
            long[] now = counts(live);
            compared.add(new Compared(
                    live.name(),
                    PopulationStability.of(before, now).value(),
                    BinnedHomogeneity.of(before, now).pValue(),
                    live.total()));
        }
        double[] pValues = FalseDiscoveryRate.benjaminiHochberg(
                compared.stream().mapToDouble(Compared::pValue).toArray());
        List<Finding> judged = new ArrayList<>();
        for (int test = 0; test < pValues.length; test++) {
            judged.add(judge(compared.get(test), pValues[test], pValues.length));
        }
        judged.sort(Comparator.comparingDouble(Finding::value).reversed());
        judged.addAll(findings);
        return judged;
    }

    private Finding judge(Compared feature, double pValue, int tests) {
        boolean breached = feature.effect >= threshold && pValue <= alpha;
        Severity severity = feature.effect >= CRITICAL_TIMES * threshold ? Severity.CRITICAL : Severity.WARNING;
        return new Finding(
                feature.feature,
                breached ? Status.BREACHED : Status.OK,
                breached ? severity : Severity.INFO,
                feature.effect,
                threshold,
                feature.samples,
                String.format(
                        Locale.ROOT,
                        "%s: PSI %.3f (limit %.3f), p %.2g corrected for %d tests, over %d inputs of all nodes",
                        feature.feature,
                        feature.effect,
                        threshold,
                        pValue,
                        tests,
                        feature.samples));
    }

    private Finding insufficient(FeatureProfile live) {
        return new Finding(
                live.name(),
                Status.INSUFFICIENT_DATA,
                Severity.INFO,
                Double.NaN,
                threshold,
                live.total(),
                live.name() + ": " + live.total() + " inputs of all nodes, " + minSamples
                        + " are needed, in the bins of the training data");
    }

    private static boolean hasSameBins(FeatureProfile live, FeatureProfile reference) {
        if (live instanceof FeatureProfile.Numeric one && reference instanceof FeatureProfile.Numeric other) {
            return one.edges().equals(other.edges()) && other.total() > 0;
        }
        return live instanceof FeatureProfile.Categorical one
                && reference instanceof FeatureProfile.Categorical other
                && one.categories().equals(other.categories())
                && other.total() > 0;
    }

    private static long[] counts(FeatureProfile feature) {
        return feature.counts().stream().mapToLong(Long::longValue).toArray();
    }
}
