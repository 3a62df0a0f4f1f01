package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predicted probabilities against what came true, bin by bin: the reliability curve, and the calibration errors that it
 * gives.
 *
 * <p>Rows whose probability or label is missing or outside 0..1 are left out and counted in {@link #ignored()}. Labels
 * between 0 and 1 count as such. Ten bins are usual with equal counts and fifteen with equal widths; the error depends
 * on the choice, so compare only what was computed alike.
 *
 * @param bins the bins in increasing order of probability; of equal width: all, of equal count: those with rows
 * @param ignored the number of rows that were left out
 */
public record CalibrationCurve(List<CalibrationBin> bins, long ignored) {
    /**
     * Copies the bins.
     *
     * @param bins the bins in increasing order of probability
     * @param ignored the number of rows that were left out
     */
    public CalibrationCurve {
        bins = List.copyOf(bins);
    }

    /**
     * Returns the curve over bins of equal width {@code [0, 1/k), [1/k, 2/k), …, [1 - 1/k, 1]}.
     *
     * @param probabilities the predicted probability of each row; not modified
     * @param labels the label of each row, 0 or 1 or between; not modified
     * @param bins the number of bins, at least 1
     * @return the curve, with {@code bins} bins
     * @throws IllegalArgumentException if the lengths differ or {@code bins} is less than 1
     */
    public static CalibrationCurve equalWidth(double[] probabilities, double[] labels, int bins) {
        Arguments.atLeast(1, "bins", bins);
        int[] rows = usableRows(probabilities, labels);
        long[] counts = new long[bins];
        double[] predictionSums = new double[bins];
        double[] labelSums = new double[bins];
        for (int row : rows) {
            int bin = Math.min(bins - 1, (int) (probabilities[row] * bins));
            counts[bin]++;
            predictionSums[bin] += probabilities[row];
            labelSums[bin] += labels[row];
        }
        List<CalibrationBin> curve = IntStream.range(0, bins)
                .mapToObj(bin -> new CalibrationBin(
                        (double) bin / bins,
                        (bin + 1.0) / bins,
                        counts[bin],
                        predictionSums[bin] / counts[bin],
                        labelSums[bin] / counts[bin]))
                .toList();
        return new CalibrationCurve(curve, labels.length - rows.length);
    }

    /**
     * Returns the curve over bins of equal counts, to within one row. Where rows of equal probability fall into two
     * bins, each bin gets its part of their mean label, so that the order of the rows doesn't matter.
     *
     * @param probabilities the predicted probability of each row; not modified
     * @param labels the label of each row, 0 or 1 or between; not modified
     * @param bins the number of bins, at least 1; never more than there are rows
     * @return the curve
     * @throws IllegalArgumentException if the lengths differ or {@code bins} is less than 1
     */
    public static CalibrationCurve equalCount(double[] probabilities, double[] labels, int bins) {
        Arguments.atLeast(1, "bins", bins);
        int[] rows = usableRows(probabilities, labels);
        double[] smoothed = labelsOfTiesAveraged(rows, probabilities, labels);
        int parts = Math.min(bins, rows.length);
        List<CalibrationBin> curve = new ArrayList<>(parts);
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) part * rows.length / parts);
            int to = (int) ((part + 1L) * rows.length / parts);
            double predictionSum = 0;
            double labelSum = 0;
            for (int i = from; i < to; i++) {
                predictionSum += probabilities[rows[i]];
                labelSum += smoothed[i];
            }
            int count = to - from;
            curve.add(new CalibrationBin(
                    probabilities[rows[from]],
                    probabilities[rows[to - 1]],
                    count,
                    predictionSum / count,
                    labelSum / count));
        }
        return new CalibrationCurve(curve, labels.length - rows.length);
    }

    /**
     * Returns the expected calibration error (ECE): the mean of the bins' gaps, weighted by their counts.
     *
     * @return a number in 0..1, 0 for perfect calibration; {@code NaN} without rows
     */
    public double expectedError() {
        double sum = 0;
        for (CalibrationBin bin : bins) {
            sum += bin.count() == 0 ? 0 : bin.count() * bin.gap();
        }
        return sum / count();
    }

    /**
     * Returns the maximum calibration error (MCE): the largest gap of any bin with rows.
     *
     * @return a number in 0..1; {@code NaN} without rows
     */
    public double maximumError() {
        return bins.stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(CalibrationBin::gap)
                .max()
                .orElse(Double.NaN);
    }

    /**
     * Returns how many rows are in the bins.
     *
     * @return the sum of the counts, 0 or more
     */
    public long count() {
        return bins.stream().mapToLong(CalibrationBin::count).sum();
    }

    private static int[] usableRows(double[] probabilities, double[] labels) {
        Arguments.sameLength("probabilities", probabilities.length, "labels", labels.length);
        return IntStream.range(0, labels.length)
                .filter(row -> isProbability(probabilities[row]) && isProbability(labels[row]))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> probabilities[row] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static boolean isProbability(double number) {
        return number >= 0 && number <= 1;
    }

    private static double[] labelsOfTiesAveraged(int[] rows, double[] probabilities, double[] labels) {
        double[] averaged = new double[rows.length];
        for (int from = 0, to; from < rows.length; from = to) {
            double sum = 0;
            for (to = from; to < rows.length && probabilities[rows[to]] == probabilities[rows[from]]; to++) {
                sum += labels[rows[to]];
            }
            Arrays.fill(averaged, from, to, sum / (to - from));
        }
        return averaged;
    }
}
