package io.modelops.monitoring;

import io.modelops.statistics.FisherExact;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Moments;
import io.modelops.statistics.Newcombe;
import io.modelops.statistics.ProportionTest;
import io.modelops.statistics.WelchTest;
import java.util.Locale;

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
     * The standard deviation. Its own sampling error can't be told from a window of heavy-tailed numbers, so the test is
     * one of the share of values in the middle bins, which hold about half of the reference; it shrinks when values
     * spread. The effect is the ratio of the standard deviations, the greater over the smaller.
     */
    static SummaryStatistic spread(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current, double limit) {
        double before = reference.moments().standardDeviation();
        double now = current.moments().standardDeviation();
        double ratio = now / before;
        boolean[] middle = middle(reference.counts());
        long n = reference.samples() - reference.missing();
        long m = current.samples() - current.missing();
        long inside = inside(middle, reference.counts());
        long insideNow = inside(middle, current.counts());
        Interval share = Newcombe.difference(insideNow, m, inside, n, CONFIDENCE);
        return new SummaryStatistic(
                column.name() + " spread",
                ratio > 0 ? Math.max(ratio, 1 / ratio) : Double.NaN,
                limit,
                inside == 0 || inside == n ? Double.NaN : pValue(inside, n, insideNow, m),
                String.format(
                        Locale.ROOT,
                        "standard deviation %s → %s, in the middle bins %.1f %% → %.1f %% (95 %% interval of the difference"
                                + " %.1f to %.1f points)",
                        number(before),
                        number(now),
                        100.0 * inside / n,
                        100.0 * insideNow / m,
                        100 * share.low(),
                        100 * share.high()));
    }

    /** The bins whose middle lies in the second or third quarter of the values that are not missing. */
    private static boolean[] middle(long[] counts) {
        long all = 0;
        for (int bin = 0; bin < counts.length - 1; bin++) {
            all += counts[bin];
        }
        boolean[] middle = new boolean[counts.length];
        double below = 0;
        for (int bin = 0; bin < counts.length - 1; bin++) {
            double centre = (below + counts[bin] / 2.0) / all;
            middle[bin] = centre > 0.25 && centre < 0.75;
            below += counts[bin];
        }
        return middle;
    }

    private static long inside(boolean[] middle, long[] counts) {
        long inside = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            inside += middle[bin] ? counts[bin] : 0;
        }
        return inside;
    }

    /** By Fisher's exact test where either outcome is rare. */
    private static double pValue(long reference, long n, long current, long m) {
        long rarer = Math.min(reference + current, n + m - reference - current);
        double expected = Math.min(n, m) * (double) rarer / (n + m);
        return expected < LEAST_EXPECTED
                ? FisherExact.of(reference, n, current, m).pValue()
                : ProportionTest.of(reference, n, current, m).pValue();
    }

    /** The share of missing values, by Fisher's exact test where they are rare; the effect is the difference. */
    static SummaryStatistic missing(DriftColumn<?> column, ColumnCounts reference, ColumnCounts current, double limit) {
        long n = reference.samples();
        long m = current.samples();
        Interval difference = Newcombe.difference(current.missing(), m, reference.missing(), n, CONFIDENCE);
        return new SummaryStatistic(
                column.name() + " missing",
                Math.abs(difference.estimate()),
                limit,
                pValue(reference.missing(), n, current.missing(), m),
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
