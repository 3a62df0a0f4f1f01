package io.modelops.monitoring.estimation;

import io.modelops.statistics.Binning;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What is kept of labelled rows: their number by score bin, and how many of them are positive. */
final class BinaryReference {
    private static final int BINS = 256;
    private static final int GROUPS = 10;

    private final Binning bins;
    private final double[] meanScores;
    private final long[] rows;
    private final long[] positives;
    private final boolean calibrated;
    private final Map<BinaryMetric, UsualRange> usual;

    /** The calibrated rate of each bin; where scores are not calibrated, what it would be. */
    private final double[] fitted;

    /** Bins in about ten groups of equal reference counts, whose rates are uncertain each for itself. */
    private final int[] group;

    BinaryReference(
            Binning bins,
            double[] meanScores,
            long[] rows,
            long[] positives,
            boolean calibrated,
            Map<BinaryMetric, UsualRange> usual) {
        this.bins = bins;
        this.meanScores = meanScores;
        this.rows = rows;
        this.positives = positives;
        this.calibrated = calibrated;
        this.usual = new LinkedHashMap<>(usual);
        this.fitted = Calibration.fit(meanScores, rows, positives);
        this.group = groups(rows);
    }

    static BinaryReference of(double[] scores, boolean[] decisions, boolean[] outcomes, List<BinaryMetric> metrics) {
        Binning bins = Binning.ofQuantiles(scores, BINS);
        int[] bin = Arrays.stream(scores).mapToInt(bins::binOf).toArray();
        double[] meanScores = new double[bins.size()];
        long[] rows = new long[bins.size()];
        long[] positives = new long[bins.size()];
        for (int row = 0; row < scores.length; row++) {
            rows[bin[row]]++;
            positives[bin[row]] += outcomes[row] ? 1 : 0;
            meanScores[bin[row]] += (scores[row] - meanScores[bin[row]]) / rows[bin[row]];
        }
        boolean calibrated =
                CalibrationError.becomesSmaller(scores, outcomes, kept -> learnt(kept, bin, outcomes, meanScores));
        Map<BinaryMetric, UsualRange> usual = new LinkedHashMap<>();
        List<LabelledCounts> parts = parts(bins, scores, decisions, outcomes);
        LabelledCounts all = counts(bins);
        parts.forEach(all::merge);
        for (BinaryMetric metric : metrics) {
            usual.put(metric, UsualRange.of(metric, all, parts));
        }
        return new BinaryReference(bins, meanScores, rows, positives, calibrated, usual);
    }

    private static IntToDoubleFunction learnt(IntPredicate kept, int[] bin, boolean[] outcomes, double[] meanScores) {
        long[] rows = new long[meanScores.length];
        long[] positives = new long[meanScores.length];
        for (int row = 0; row < bin.length; row++) {
            if (kept.test(row)) {
                rows[bin[row]]++;
                positives[bin[row]] += outcomes[row] ? 1 : 0;
            }
        }
        double[] fitted = Calibration.fit(meanScores, rows, positives);
        return row -> fitted[bin[row]];
    }

    private static List<LabelledCounts> parts(Binning bins, double[] scores, boolean[] decisions, boolean[] outcomes) {
        int parts = UsualRange.parts(scores.length);
        List<LabelledCounts> counted =
                IntStream.range(0, parts).mapToObj(part -> counts(bins)).toList();
        for (int row = 0; row < scores.length; row++) {
            int part = (int) ((long) row * parts / scores.length);
            counted.get(part).add(scores[row], decisions[row], outcomes[row]);
        }
        return counted;
    }

    private static LabelledCounts counts(Binning bins) {
        return new LabelledCounts(new ScoreCounts(bins), new ScoreCounts(bins));
    }

    private static int[] groups(long[] rows) {
        double total = Arrays.stream(rows).sum();
        int[] group = new int[rows.length];
        long before = 0;
        for (int bin = 0; bin < rows.length; bin++) {
            group[bin] = (int) Math.min(GROUPS - 1, GROUPS * (before + rows[bin] / 2.0) / total);
            before += rows[bin];
        }
        return group;
    }

    /** The probability of a positive outcome in each bin of a window. */
    double[] rates(ScoreCounts window) {
        if (calibrated) {
            return fitted;
        }
        double[] rates = new double[rows.length];
        for (int bin = 0; bin < rates.length; bin++) {
            rates[bin] = window.count(bin) == 0 ? 0 : window.meanScore(bin);
        }
        return rates;
    }

    /** The probability of a positive outcome at one score. */
    double rate(double score) {
        return calibrated ? fitted[bins.binOf(score)] : score;
    }

    /** The variance of an estimate that comes from having learnt the rates from a finite number of rows. */
    double varianceOfRates(ScoreCounts window, ExpectedOutcomes.Influence influence) {
        double[] moved = new double[GROUPS];
        double[] expected = new double[GROUPS];
        double[] size = new double[GROUPS];
        for (int bin = 0; bin < rows.length; bin++) {
            size[group[bin]] += rows[bin];
            expected[group[bin]] += rows[bin] * fitted[bin];
            for (int side = 0; side < 2; side++) {
                long count = window.count(bin, side == 1);
                moved[group[bin]] += count == 0 ? 0 : count * influence.ofOutcome(side, bin);
            }
        }
        double variance = 0;
        for (int part = 0; part < GROUPS; part++) {
            if (size[part] > 0) {
                double rate = expected[part] / size[part];
                variance += moved[part] * moved[part] * rate * (1 - rate) / size[part];
            }
        }
        return variance;
    }

    UsualRange usual(BinaryMetric metric) {
        return usual.getOrDefault(metric, UsualRange.UNKNOWN);
    }

    Binning bins() {
        return bins;
    }

    double meanScore(int bin) {
        return meanScores[bin];
    }

    long rows(int bin) {
        return rows[bin];
    }

    long positives(int bin) {
        return positives[bin];
    }

    boolean isCalibrated() {
        return calibrated;
    }

    long rows() {
        return Arrays.stream(rows).sum();
    }

    List<BinaryMetric> metrics() {
        return List.copyOf(usual.keySet());
    }
}
