package io.modelops.monitoring;

import io.modelops.model.Profile;
import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import java.util.Locale;

/**
 * When a difference of two samples is called drift: it must be large, and it must not be chance. Either alone misleads:
 * with much data every difference is significant, with little data any difference looks large.
 */
record Drift(EffectSize measure, double threshold, double alpha) {
    private static final double CRITICAL_TIMES = 2.5;

    static final Drift DEFAULT =
            new Drift(EffectSize.POPULATION_STABILITY, EffectSize.POPULATION_STABILITY.limit(), 0.01);

    Drift withMeasure(EffectSize effect) {
        return new Drift(effect, effect.limit(), alpha);
    }

    Drift withThreshold(double effect) {
        return new Drift(measure, Settings.atLeast(0, "threshold", effect), alpha);
    }

    Drift withAlpha(double probability) {
        return new Drift(measure, threshold, Settings.probability("alpha", probability));
    }

    /** Starts a comparison of two summaries by the same rules. */
    ComparisonBuilder compare(Profile reference, Profile current) {
        return ComparisonReport.between(reference, current)
                .effect(measure)
                .threshold(threshold)
                .alpha(alpha);
    }

    /** Judges a column; the p-value is already corrected for the number of tests. */
    Finding judge(String subject, BinnedDifference difference, double pValue, int tests) {
        double effect = measure.of(difference.column(), difference.reference(), difference.current());
        boolean breached = effect >= threshold && pValue <= alpha;
        String summary = String.format(
                Locale.ROOT,
                "%s: %s%s %.3f (limit %.3f), p %.2g%s; %s, over %d observations",
                subject,
                difference.movedMean(),
                measure.symbol(),
                effect,
                threshold,
                pValue,
                tests > 1 ? " corrected for " + tests + " tests" : "",
                difference.mostMoved(),
                difference.current().samples());
        return new Finding(
                subject,
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? severity(effect) : Severity.INFO,
                effect,
                threshold,
                difference.current().samples(),
                summary);
    }

    Finding insufficient(String subject, long samples, String why) {
        return Findings.insufficient(subject, threshold, samples, why);
    }

    private Severity severity(double effect) {
        return effect >= CRITICAL_TIMES * threshold ? Severity.CRITICAL : Severity.WARNING;
    }
}
