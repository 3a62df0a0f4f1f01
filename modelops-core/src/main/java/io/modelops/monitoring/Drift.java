package io.modelops.monitoring;

import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import java.util.Locale;

/**
 * When a difference of two samples is called drift: it must be large, and it must not be chance. Either alone misleads:
 * with much data every difference is significant, with little data any difference looks large.
 */
record Drift(double threshold, double alpha) {
    private static final double CRITICAL_TIMES = 2.5;

    static final Drift DEFAULT = new Drift(0.2, 0.01);

    Drift withThreshold(double psi) {
        return new Drift(Settings.atLeast(0, "threshold", psi), alpha);
    }

    Drift withAlpha(double probability) {
        return new Drift(threshold, Settings.probability("alpha", probability));
    }

    /** Judges a window; the p-value is already corrected for the number of tests. */
    Finding judge(String subject, BinnedWindow window, double pValue, int tests) {
        double effect = window.effect();
        boolean breached = effect >= threshold && pValue <= alpha;
        String summary = String.format(
                Locale.ROOT,
                "%s: PSI %.3f (limit %.3f), p %.2g%s; %s, over %d observations",
                subject,
                effect,
                threshold,
                pValue,
                tests > 1 ? " corrected for " + tests + " tests" : "",
                window.mostMoved(),
                window.samples());
        return new Finding(
                subject,
                breached ? Finding.Status.BREACHED : Finding.Status.OK,
                breached ? severity(effect) : Severity.INFO,
                effect,
                threshold,
                window.samples(),
                summary);
    }

    Finding insufficient(String subject, long samples, String why) {
        return new Finding(
                subject,
                Finding.Status.INSUFFICIENT_DATA,
                Severity.INFO,
                Double.NaN,
                threshold,
                samples,
                subject + ": " + why);
    }

    private Severity severity(double effect) {
        return effect >= CRITICAL_TIMES * threshold ? Severity.CRITICAL : Severity.WARNING;
    }
}
