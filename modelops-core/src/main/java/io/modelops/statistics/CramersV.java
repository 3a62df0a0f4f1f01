package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;

/**
 * Cramér's V with the bias correction of Bergsma (2013): how strongly two categorical variables go together, from 0 for
 * not at all to 1 for completely. Without the correction V grows with the number of categories and with small samples
 * although nothing is there. Nothing is pooled; rows and columns without counts are left out.
 */
public final class CramersV {
    private CramersV() {}

    /**
     * Returns the association of the categories with the sample they come from, as an effect size of drift.
     *
     * @param reference the counts of one sample, one per bin
     * @param current the counts of the other sample, one per bin
     * @return a number in 0..1, symmetric in the two samples; 0 when all values are in one bin, {@code NaN} when either
     *     sample is empty
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static double of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        boolean empty = Arguments.total("reference", reference) == 0 || Arguments.total("current", current) == 0;
        return empty ? Double.NaN : of(new long[][] {reference, current});
    }

    /**
     * Returns the association of the rows with the columns of a table.
     *
     * @param table the counts, by row and column
     * @return a number in 0..1; 0 when only one row or one column has counts, {@code NaN} when the table has fewer than
     *     two counts
     * @throws IllegalArgumentException if the rows are not of one length or a count is negative
     */
    public static double of(long[][] table) {
        int columns = table.length == 0 ? 0 : table[0].length;
        double[] rowTotals = new double[table.length];
        double[] columnTotals = new double[columns];
        for (int row = 0; row < table.length; row++) {
            Arguments.sameLength("the first row", columns, "row " + row, table[row].length);
            rowTotals[row] = Arguments.total("row " + row, table[row]);
            for (int column = 0; column < columns; column++) {
                columnTotals[column] += table[row][column];
            }
        }
        double total = Arrays.stream(rowTotals).sum();
        if (total < 2) {
            return Double.NaN;
        }
        double sum = 0;
        for (int row = 0; row < table.length; row++) {
            for (int column = 0; column < columns; column++) {
                double expected = rowTotals[row] * (columnTotals[column] / total);
                double difference = table[row][column] - expected;
                sum += expected == 0 ? 0 : difference * difference / expected;
            }
        }
        return corrected(sum / total, occupied(rowTotals), occupied(columnTotals), total);
    }

    private static double corrected(double phiSquared, double rows, double columns, double total) {
        double expected = (rows - 1) * (columns - 1) / (total - 1);
        double effectiveRows = rows - (rows - 1) * (rows - 1) / (total - 1);
        double effectiveColumns = columns - (columns - 1) * (columns - 1) / (total - 1);
        double excess = phiSquared - expected;
        double most = Math.min(effectiveRows, effectiveColumns) - 1;
        return excess > 0 && most > 0 ? Math.min(1, Math.sqrt(excess / most)) : 0;
    }

    private static double occupied(double[] totals) {
        return Arrays.stream(totals).filter(total -> total > 0).count();
    }
}
