package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A two-sample test by a classifier (Lopez-Paz and Oquab, 2017): how well a model that was trained for it tells current
 * rows from reference rows. An area under the ROC curve of 0.5 says not at all, 1 says always; the columns it uses most
 * are those that changed, each beyond what the others explain.
 *
 * <p>The classifier is a ridge logistic regression on columns cut into eight quantile bins of all rows and one for missing
 * values, so it sees changes of shape and of missingness, but of the interaction of columns only what shows in single ones;
 * for that take {@link PcaReconstruction}. Each row is scored by a model that has not seen it, in five folds.
 *
 * @param auc the area under the ROC curve over all rows, with DeLong's interval at a confidence of 0.95; 0..1 around
 *     {@code NaN} when either sample has fewer than ten rows
 * @param pValue the probability of an area this large when nothing changed; {@code NaN} when either sample has fewer than
 *     ten rows
 * @param columnWeights for each column how much it moves the score: the standard deviation of its part of the log-odds
 *     over all rows, 0 or more; all 0 when either sample has fewer than ten rows
 */
public record ClassifierTwoSample(Interval auc, double pValue, List<Double> columnWeights) implements Significance {
    private static final int FOLDS = 5;
    private static final int BINS = 8;
    private static final int LEAST_ROWS = 2 * FOLDS;
    private static final double CONFIDENCE = 0.95;

    /**
     * Copies the weights.
     *
     * @param auc the area under the ROC curve
     * @param pValue the p-value
     * @param columnWeights for each column how much it moves the score
     */
    public ClassifierTwoSample {
        columnWeights = List.copyOf(columnWeights);
    }

    /**
     * Compares two samples of rows. The work is proportional to the number of values; a few thousand rows of each sample
     * are enough, so take a random sample of what is more.
     *
     * @param reference the reference rows, all of one length, {@code NaN} for missing values; not modified
     * @param current the current rows, of the same length; not modified
     * @param random the source of the folds
     * @return the result
     * @throws IllegalArgumentException if the rows are not of one length
     */
    public static ClassifierTwoSample of(double[][] reference, double[][] current, RandomGenerator random) {
        double[][] rows = Arrays.copyOf(reference, reference.length + current.length);
        System.arraycopy(current, 0, rows, reference.length, current.length);
        int columns = rows.length == 0 ? 0 : rows[0].length;
        for (double[] row : rows) {
            Arguments.sameLength("the first row", columns, "another row", row.length);
        }
        boolean[] isCurrent = new boolean[rows.length];
        Arrays.fill(isCurrent, reference.length, rows.length, true);
        if (Math.min(reference.length, current.length) < LEAST_ROWS) {
            Interval unknown = new Interval(0, Double.NaN, 1, CONFIDENCE);
            return new ClassifierTwoSample(unknown, Double.NaN, Collections.nCopies(columns, 0.0));
        }
        OneHot encoded = OneHot.of(rows, columns);
        double[] scores = scoresOutOfFold(encoded, isCurrent, reference.length, random);
        double[] labels = IntStream.range(0, rows.length)
                .mapToDouble(row -> isCurrent[row] ? 1 : 0)
                .toArray();
        Interval auc = DeLong.interval(scores, labels, CONFIDENCE);
        double pValue = pValue(auc.estimate(), reference.length, current.length);
        return new ClassifierTwoSample(
                auc,
                pValue,
                Arrays.stream(encoded.columnWeights(isCurrent)).boxed().toList());
    }

    /** Each fold has the same share of both samples, so that the intercepts of its model fit the others. */
    private static double[] scoresOutOfFold(
            OneHot encoded, boolean[] isCurrent, int referenceSize, RandomGenerator random) {
        int[] folds = new int[isCurrent.length];
        deal(folds, 0, referenceSize, random);
        deal(folds, referenceSize, folds.length, random);
        double[] scores = new double[isCurrent.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            boolean[] use = new boolean[isCurrent.length];
            for (int row = 0; row < use.length; row++) {
                use[row] = folds[row] != fold;
            }
            double[] weights = OneHotLogistic.fit(encoded.rows, isCurrent, use, encoded.features());
            for (int row = 0; row < use.length; row++) {
                scores[row] = use[row] ? scores[row] : OneHotLogistic.score(encoded.rows[row], weights);
            }
        }
        return scores;
    }

    private static void deal(int[] folds, int from, int to, RandomGenerator random) {
        for (int row = from; row < to; row++) {
            int other = from + random.nextInt(row - from + 1);
            folds[row] = folds[other];
            folds[other] = (row - from) % FOLDS;
        }
    }

    /**
     * The variance is twice that of the area of scores that are given: each pair of rows in different folds comes in
     * twice, once with either of them in the model of the other.
     */
    private static double pValue(double auc, double n, double m) {
        double error = Math.sqrt(2 * (n + m + 1) / (12 * n * m));
        return NormalDistribution.of(0, 1).survivalProbability((auc - 0.5) / error);
    }

    /** The rows as the numbers of their active features, one per column. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OneHot(int[][] rows, int[] firstFeatures) {
        static OneHot of(double[][] rows, int columns) {
            int[][] encoded = new int[rows.length][columns];
            int[] firstFeatures = new int[columns + 1];
            for (int column = 0; column < columns; column++) {
                int at = column;
                double[] values =
                        Arrays.stream(rows).mapToDouble(row -> row[at]).toArray();
                Binning binning = Binning.ofQuantiles(values, BINS);
                for (int row = 0; row < rows.length; row++) {
                    encoded[row][column] = firstFeatures[column] + binning.binOf(values[row]);
                }
                firstFeatures[column + 1] = firstFeatures[column] + binning.size();
            }
            return new OneHot(encoded, firstFeatures);
        }

        int features() {
            return firstFeatures[firstFeatures.length - 1];
        }

        double[] columnWeights(boolean[] isCurrent) {
            boolean[] all = new boolean[rows.length];
            Arrays.fill(all, true);
            double[] weights = OneHotLogistic.fit(rows, isCurrent, all, features());
            double[] spread = new double[firstFeatures.length - 1];
            for (int column = 0; column < spread.length; column++) {
                int at = column;
                double[] parts =
                        Arrays.stream(rows).mapToDouble(row -> weights[row[at]]).toArray();
                spread[column] = Math.sqrt(Moments.of(parts).populationVariance());
            }
            return spread;
        }
    }
}
