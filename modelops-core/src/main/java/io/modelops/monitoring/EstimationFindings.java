package io.modelops.monitoring;

import io.modelops.model.Severity;
import io.modelops.monitoring.estimation.Estimate;
import io.modelops.spi.Finding;
import io.modelops.statistics.Interval;
import java.time.Instant;
import java.util.Locale;

/** Says what was estimated, and how it compares with what is usual and with what came true. */
final class EstimationFindings {
    private EstimationFindings() {}

    static Finding estimated(Estimate estimate, boolean higherIsBetter, String more) {
        double value = estimate.value().estimate();
        double limit = limit(estimate, higherIsBetter);
        boolean worse = higherIsBetter ? value < limit : value > limit;
        return new Finding(
                "estimated " + estimate.metric(),
                Double.isNaN(value)
                        ? Finding.Status.INSUFFICIENT_DATA
                        : worse ? Finding.Status.BREACHED : Finding.Status.OK,
                worse ? Severity.WARNING : Severity.INFO,
                value,
                limit,
                estimate.samples(),
                estimate
                        + String.format(Locale.ROOT, "; usual is %.4g or %s", limit, higherIsBetter ? "more" : "less")
                        + more);
    }

    /** The worse end of the usual range. */
    static double limit(Estimate estimate, boolean higherIsBetter) {
        return higherIsBetter ? estimate.usual().low() : estimate.usual().high();
    }

    static Finding realised(String metric, Interval realised, long labelled) {
        return new Finding(
                "realised " + metric,
                Double.isNaN(realised.estimate()) ? Finding.Status.INSUFFICIENT_DATA : Finding.Status.OK,
                Severity.INFO,
                realised.estimate(),
                Double.NaN,
                labelled,
                String.format(
                        Locale.ROOT,
                        "realised %s %.4g (%.4g to %.4g) on %d true outcomes",
                        metric,
                        realised.estimate(),
                        realised.low(),
                        realised.high(),
                        labelled));
    }

    /** Compares the truth with an estimate for the very same predictions. */
    static Finding compared(String subject, Estimate estimate, double truth, long labelled) {
        boolean contradicted = estimate.isContradictedBy(truth);
        return new Finding(
                subject,
                Double.isNaN(truth)
                        ? Finding.Status.INSUFFICIENT_DATA
                        : contradicted ? Finding.Status.BREACHED : Finding.Status.OK,
                contradicted ? Severity.WARNING : Severity.INFO,
                truth - estimate.value().estimate(),
                (estimate.value().high() - estimate.value().low()) / 2,
                labelled,
                String.format(
                        Locale.ROOT,
                        "%s is %.4g on %d true outcomes, estimated %.4g (%.4g to %.4g) for the same predictions%s",
                        estimate.metric(),
                        truth,
                        labelled,
                        estimate.value().estimate(),
                        estimate.value().low(),
                        estimate.value().high(),
                        contradicted ? ": the concept drifted, don't trust estimates" : ""));
    }

    static Finding missing(String subject, String why) {
        return Findings.insufficient(subject, Double.NaN, 0, why);
    }

    static PerformanceTrend.Point point(Instant at, Interval value, long samples) {
        return new PerformanceTrend.Point(at, value.estimate(), value.low(), value.high(), samples);
    }
}
