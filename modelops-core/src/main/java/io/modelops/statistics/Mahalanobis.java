package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;

/**
 * The distance of a row from the centre of reference rows, in units of their spread along each direction (Mahalanobis,
 * 1936): a row may be far although each of its values is usual. The squared distance of a row of independent normal columns
 * follows about a chi-square distribution with as many degrees of freedom as there are columns.
 *
 * <p>Columns are standardised and their correlation matrix gets 0.001 added to its diagonal, so that columns that repeat
 * each other can be measured; a constant column is measured in its own unit. A value that is not finite stands for the mean
 * of its column. Immutable and thread-safe.
 */
public final class Mahalanobis {
    private static final double RIDGE = 1e-3;

    private final double[] means;
    private final double[] deviations;

    /** The lower triangle of Cholesky's factor of the correlation matrix. */
    private final double[][] factor;

    private Mahalanobis(double[] means, double[] deviations, double[][] factor) {
        this.means = means;
        this.deviations = deviations;
        this.factor = factor;
    }

    /**
     * Learns the centre and the spread of reference rows. The work is proportional to the number of rows times the square of
     * the number of columns, and to the cube of the number of columns.
     *
     * @param rows the reference rows, all of one length; not modified
     * @return the distance from them; {@code NaN} for every row if there are none
     * @throws IllegalArgumentException if the rows are not of one length
     */
    public static Mahalanobis fit(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        MomentsAccumulator[] moments = new MomentsAccumulator[columns];
        Arrays.setAll(moments, column -> new MomentsAccumulator());
        for (double[] row : rows) {
            Arguments.sameLength("the first row", columns, "another", row.length);
            for (int column = 0; column < columns; column++) {
                moments[column].add(row[column]);
            }
        }
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int column = 0; column < columns; column++) {
            Moments known = moments[column].moments();
            means[column] = known.count() == 0 ? 0 : known.mean();
            double deviation = Math.sqrt(known.populationVariance());
            deviations[column] = deviation > 0 && deviation <= Double.MAX_VALUE ? deviation : 1;
        }
        double[][] correlation = new double[columns][columns];
        for (double[] row : rows) {
            double[] standardised = standardised(row, means, deviations);
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j <= i; j++) {
                    correlation[i][j] += standardised[i] * standardised[j] / rows.length;
                }
            }
        }
        return new Mahalanobis(means, deviations, cholesky(correlation));
    }

    /**
     * Returns a distance that was learnt before: what {@link #means()}, {@link #deviations()} and {@link #factor()} gave. So
     * it can be stored, and nobody keeps the reference rows.
     *
     * @param means the mean of each column, finite
     * @param deviations the unit of each column, above 0
     * @param factor Cholesky's factor of the correlation matrix, row by row up to the diagonal, whose elements are above 0
     * @return the distance
     * @throws IllegalArgumentException if the lengths do not fit, or a number is out of its range
     */
    public static Mahalanobis of(double[] means, double[] deviations, double[] factor) {
        int columns = means.length;
        Arguments.sameLength("means", columns, "deviations", deviations.length);
        Arguments.sameLength("the factor", factor.length, "a triangle of them", columns * (columns + 1) / 2);
        double[][] triangle = new double[columns][columns];
        int next = 0;
        for (int i = 0; i < columns; i++) {
            Arguments.positive("a deviation", deviations[i]);
            Arguments.finite("a mean", means[i]);
            for (int j = 0; j <= i; j++) {
                triangle[i][j] = Arguments.finite("an element of the factor", factor[next++]);
            }
            Arguments.positive("the diagonal of the factor", triangle[i][i]);
        }
        return new Mahalanobis(means.clone(), deviations.clone(), triangle);
    }

    /**
     * Returns the means of the reference's columns.
     *
     * @return a new array
     */
    public double[] means() {
        return means.clone();
    }

    /**
     * Returns the units of the columns: their standard deviations, or 1 for constant ones.
     *
     * @return a new array of numbers above 0
     */
    public double[] deviations() {
        return deviations.clone();
    }

    /**
     * Returns Cholesky's factor of the correlation matrix.
     *
     * @return a new array with its rows, each up to the diagonal
     */
    public double[] factor() {
        double[] triangle = new double[factor.length * (factor.length + 1) / 2];
        int next = 0;
        for (int i = 0; i < factor.length; i++) {
            System.arraycopy(factor[i], 0, triangle, next, i + 1);
            next += i + 1;
        }
        return triangle;
    }

    /**
     * Returns the squared distance of a row, in time proportional to the square of the number of columns.
     *
     * @param row the row, as long as those of the reference; not modified
     * @return the squared distance, 0 or more; {@code NaN} without a reference
     * @throws IllegalArgumentException if the row is not as long as those of the reference, unless that was empty
     */
    public double squared(double[] row) {
        if (means.length == 0) {
            return Double.NaN;
        }
        Arguments.sameLength("the row", row.length, "a reference row", means.length);
        double[] standardised = standardised(row, means, deviations);
        double squared = 0;
        for (int i = 0; i < standardised.length; i++) {
            double rest = standardised[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i][j] * standardised[j];
            }
            standardised[i] = rest / factor[i][i];
            squared += standardised[i] * standardised[i];
        }
        return Double.isNaN(squared) ? Double.POSITIVE_INFINITY : squared;
    }

    private static double[] standardised(double[] row, double[] means, double[] deviations) {
        double[] standardised = new double[row.length];
        for (int column = 0; column < row.length; column++) {
            standardised[column] =
                    Double.isFinite(row[column]) ? (row[column] - means[column]) / deviations[column] : 0;
        }
        return standardised;
    }

    private static double[][] cholesky(double[][] matrix) {
        double[][] factor = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j] + (i == j ? RIDGE : 0);
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(Math.max(RIDGE * RIDGE, sum)) : sum / factor[j][j];
            }
        }
        return factor;
    }
}
