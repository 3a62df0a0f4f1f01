package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;

/**
 * How badly rows fit the linear structure of a reference: they are standardised, projected on the first principal
 * components of the reference and back, and the distance between row and image is the error. It finds what no single
 * column shows, a changed correlation; a rise and a fall of the mean error both mean change. (The data reconstruction of
 * NannyML.)
 *
 * <p>Values that are not finite stand for the mean of their column. A column that is constant in the reference is
 * measured in its own unit. Errors of rows are collected in {@link Moments}, which add up across threads and machines and
 * can be compared by {@link WelchTest}. Immutable and thread-safe.
 */
public final class PcaReconstruction {
    /** The share of the reference's variance that the components hold when none is given. */
    public static final double DEFAULT_VARIANCE_SHARE = 0.65;

    private final double[] means;
    private final double[] deviations;
    private final double[][] components;

    private PcaReconstruction(double[] means, double[] deviations, double[][] components) {
        this.means = means;
        this.deviations = deviations;
        this.components = components;
    }

    /**
     * Learns the structure of a reference, with {@link #DEFAULT_VARIANCE_SHARE}.
     *
     * @param rows the reference rows, all of one length; not modified
     * @return the structure
     * @throws IllegalArgumentException if the rows are not of one length
     */
    public static PcaReconstruction fit(double[][] rows) {
        return fit(rows, DEFAULT_VARIANCE_SHARE);
    }

    /**
     * Learns the structure of a reference. The work is proportional to the number of rows times the square of the number
     * of columns, and to the cube of the number of columns.
     *
     * @param rows the reference rows, all of one length; not modified
     * @param varianceShare the share of the variance of the standardised columns that the components have to exceed, above
     *     0 and below 1
     * @return the structure; without rows it finds every error {@code NaN}
     * @throws IllegalArgumentException if the rows are not of one length, or {@code varianceShare} is not above 0 and below
     *     1
     */
    public static PcaReconstruction fit(double[][] rows, double varianceShare) {
        Arguments.insideUnitInterval("varianceShare", varianceShare);
        int columns = rows.length == 0 ? 0 : rows[0].length;
        MomentsAccumulator[] moments = new MomentsAccumulator[columns];
        Arrays.setAll(moments, column -> new MomentsAccumulator());
        for (double[] row : rows) {
            Arguments.sameLength("the first row", columns, "another row", row.length);
            for (int column = 0; column < columns; column++) {
                moments[column].add(row[column]);
            }
        }
        double[] means = Arrays.stream(moments)
                .mapToDouble(each -> each.moments().mean())
                .toArray();
        double[] deviations = Arrays.stream(moments)
                .mapToDouble(each -> deviation(each.moments(), rows.length))
                .toArray();
        PcaReconstruction standardising = new PcaReconstruction(means, deviations, new double[0][]);
        SymmetricEigen.Pair[] pairs = SymmetricEigen.of(standardising.covariance(rows));
        return new PcaReconstruction(means, deviations, leading(pairs, varianceShare));
    }

    /**
     * Returns a structure that was learnt before: what {@link #means()}, {@link #deviations()} and {@link #axes()} gave.
     * So it can be stored, and nobody keeps the reference rows.
     *
     * @param means the mean of each column; {@code NaN} where the reference had no finite value
     * @param deviations the unit of each column, above 0
     * @param axes the principal components, each as long as the means, of length 1 and at right angles to each other; not
     *     checked for either
     * @return the structure
     * @throws IllegalArgumentException if the lengths differ, or a deviation is not a finite number above 0
     */
    public static PcaReconstruction of(double[] means, double[] deviations, double[][] axes) {
        Arguments.sameLength("means", means.length, "deviations", deviations.length);
        for (double deviation : deviations) {
            Arguments.positive("a deviation", deviation);
        }
        for (double[] axis : axes) {
            Arguments.sameLength("means", means.length, "an axis", axis.length);
        }
        return new PcaReconstruction(means.clone(), deviations.clone(), copied(axes));
    }

    private static double[][] copied(double[][] axes) {
        return Arrays.stream(axes).map(double[]::clone).toArray(double[][]::new);
    }

    /** With the mean in the place of what is not finite, as the errors see it. */
    private static double deviation(Moments moments, int rows) {
        double deviation = Math.sqrt(moments.squaredDeviations() / rows);
        return deviation > 0 && deviation <= Double.MAX_VALUE ? deviation : 1;
    }

    private double[][] covariance(double[][] rows) {
        double[][] sums = new double[means.length][means.length];
        for (double[] row : rows) {
            double[] standardised = standardised(row);
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j <= i; j++) {
                    sums[i][j] += standardised[i] * standardised[j] / rows.length;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < i; j++) {
                sums[j][i] = sums[i][j];
            }
        }
        return sums;
    }

    private static double[][] leading(SymmetricEigen.Pair[] pairs, double varianceShare) {
        double total =
                Arrays.stream(pairs).mapToDouble(SymmetricEigen.Pair::value).sum();
        int count = 0;
        double held = 0;
        while (count < pairs.length && held <= varianceShare * total && pairs[count].value() > 0) {
            held += pairs[count++].value();
        }
        return Arrays.stream(pairs, 0, count).map(SymmetricEigen.Pair::vector).toArray(double[][]::new);
    }

    private double[] standardised(double[] row) {
        double[] standardised = new double[means.length];
        for (int column = 0; column < means.length; column++) {
            standardised[column] =
                    Double.isFinite(row[column]) ? (row[column] - means[column]) / deviations[column] : 0;
        }
        return standardised;
    }

    /**
     * Returns the reconstruction error of a row, in time proportional to the number of columns times components.
     *
     * @param row the row, as long as those of the reference; not modified
     * @return the Euclidean distance of the standardised row from its image, 0 or more; {@code NaN} without a reference
     * @throws IllegalArgumentException if the row is not as long as those of the reference, unless that was empty
     */
    public double error(double[] row) {
        double sum = 0;
        for (double residual : residuals(row)) {
            sum += residual * residual;
        }
        return means.length == 0 ? Double.NaN : Math.sqrt(sum);
    }

    /**
     * Returns by how much the row differs from its image in each column: which columns make up the error.
     *
     * @param row the row, as long as those of the reference; not modified
     * @return the differences in standard deviations of the reference; empty without a reference
     * @throws IllegalArgumentException if the row is not as long as those of the reference, unless that was empty
     */
    public double[] residuals(double[] row) {
        if (means.length == 0) {
            return new double[0];
        }
        Arguments.sameLength("the row", row.length, "the reference", means.length);
        double[] residuals = standardised(row);
        for (double[] component : components) {
            double projection = 0;
            for (int column = 0; column < residuals.length; column++) {
                projection += component[column] * residuals[column];
            }
            for (int column = 0; column < residuals.length; column++) {
                residuals[column] -= component[column] * projection;
            }
        }
        return residuals;
    }

    /**
     * Returns the moments of the errors of some rows.
     *
     * @param rows the rows, each as long as those of the reference; not modified
     * @return the moments, which may be merged with those of other rows
     * @throws IllegalArgumentException if a row is not as long as those of the reference, unless that was empty
     */
    public Moments errors(double[][] rows) {
        MomentsAccumulator errors = new MomentsAccumulator();
        for (double[] row : rows) {
            errors.add(error(row));
        }
        return errors.moments();
    }

    /**
     * Returns the number of principal components.
     *
     * @return at most the number of columns; 0 when no column of the reference varies
     */
    public int components() {
        return components.length;
    }

    /**
     * Returns the means of the reference's columns.
     *
     * @return a new array; {@code NaN} where the reference had no finite value
     */
    public double[] means() {
        return means.clone();
    }

    /**
     * Returns the units in which columns are measured: their standard deviations, or 1 for constant ones.
     *
     * @return a new array of numbers above 0
     */
    public double[] deviations() {
        return deviations.clone();
    }

    /**
     * Returns the principal components, the one with the most variance first.
     *
     * @return a new array of {@link #components()} directions of length 1, each with a number per column
     */
    public double[][] axes() {
        return copied(components);
    }
}
