package io.modelops.monitoring;

import io.modelops.statistics.FisherExact;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import io.modelops.statistics.Newcombe;
import io.modelops.statistics.ProportionTest;
import io.modelops.statistics.WelchTest;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far one summary statistic of a column moved.
 *
 * @param subject the column and the statistic
 * @param effect how far, 0 or more in the unit of the statistic's limit; NaN if it can't be told
 * @param limit from where on it matters
 * @param pValue how likely so much is if nothing changed, NaN if it can't be told
 * @param inWords what moved where
 */
record SummaryStatistic(String subject, double effect, double limit, double pValue, String inWords) {
    private static final double CONFIDENCE = 0.95;
    private static final double LEAST_EXPECTED = 5;

    /** The mean, by Welch's test; the effect in standard deviations of the reference. */
    static SummaryStatistic mean(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current, double limit) {
        Moments before = reference.moments();
        Moments now = current.moments();
        WelchTest test = WelchTest.of(before, now);
        double difference = Math.abs(now.mean() - before.mean());
        double spread = before.standardDeviation();
        double effect = difference == 0 ? 0 : difference / spread;
        Interval range = test.interval(CONFIDENCE);
        return new SummaryStatistic(
                column.name() + " mean",
                effect,
                limit,
                test.pValue(),
                String.format(
                        Locale.ROOT,
                        "mean %s → %s (95 %% interval of the difference %s to %s), by %.2f standard deviations",
                        number(before.mean()),
                        number(now.mean()),
                        number(range.low()),
                        number(range.high()),
                        effect));
    }

    /**
     * The standard deviation: its logarithm has a standard error of {@code sqrt((kurtosis - 1) / 4 (1/n + 1/m))}, with the
     * kurtosis of the window, whatever the distribution. The effect is the ratio, the greater over the smaller.
     */
    static SummaryStatistic spread(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current, double limit) {
        Moments before = reference.moments();
        Moments now = current.moments();
        double logRatio = Math.log(now.standardDeviation() / before.standardDeviation());
        double error = Math.sqrt((current.kurtosis() - 1) / 4 * (1.0 / before.count() + 1.0 / now.count()));
        boolean told = Double.isFinite(logRatio) && error > 0 && now.count() > 1;
        TDistribution student = TDistribution.of(Math.max(1, now.count() - 1.0));
        double margin = student.inverseSurvivalProbability((1 - CONFIDENCE) / 2) * error;
        double effect = told ? Math.exp(Math.abs(logRatio)) : Double.NaN;
        return new SummaryStatistic(
                column.name() + " spread",
                effect,
                limit,
                told ? Math.min(1, 2 * student.survivalProbability(Math.abs(logRatio) / error)) : Double.NaN,
                String.format(
                        Locale.ROOT,
                        "standard deviation %s → %s (95 %% interval of the ratio %s to %s)",
                        number(before.standardDeviation()),
                        number(now.standardDeviation()),
                        number(Math.exp(logRatio - margin)),
                        number(Math.exp(logRatio + margin))));
    }

    /** The share of missing values, by Fisher's exact test where they are rare; the effect is the difference. */
    static SummaryStatistic missing(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current, double limit) {
        long n = reference.samples();
        long m = current.samples();
        Interval difference = Newcombe.difference(current.missing(), m, reference.missing(), n, CONFIDENCE);
        double expected = Math.min(n, m) * (double) (reference.missing() + current.missing()) / (n + m);
        double pValue = expected < LEAST_EXPECTED
                ? FisherExact.of(reference.missing(), n, current.missing(), m).pValue()
                : ProportionTest.of(reference.missing(), n, current.missing(), m)
                        .pValue();
        return new SummaryStatistic(
                column.name() + " missing",
                Math.abs(difference.estimate()),
                limit,
                pValue,
                String.format(
                        Locale.ROOT,
                        "missing %.1f %% → %.1f %% (95 %% interval of the difference %.1f to %.1f points)",
                        100.0 * reference.missing() / n,
                        100.0 * current.missing() / m,
                        100 * difference.low(),
                        100 * difference.high()));
    }

    private static String number(double value) {
        return BinnedDifference.number(value);
    }
}
