package io.modelops.monitoring;

import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Arrays;

/**
 * How the columns of a table go together: the sums that give the correlation of each two, over the rows that have a value in
 * both, how often the two are equal, and between what each column lies. Memory and work for a row grow with the square of the
 * number of columns.
 */
final class PairMoments implements WindowSummary<PairMoments> {
    private final int columns;
    private final long[] valuesOf;
    private final double[] least;
    private final double[] greatest;
    private final long[] pairs;
    private final long[] equal;

    /** Of each pair the sums of both scores, of both squares and of the product. */
    private final double[][] sums;

    PairMoments(int columns) {
        int all = columns * (columns - 1) / 2;
        this.columns = columns;
        this.valuesOf = new long[columns];
        this.least = filled(columns, Double.POSITIVE_INFINITY);
        this.greatest = filled(columns, Double.NEGATIVE_INFINITY);
        this.pairs = new long[all];
        this.equal = new long[all];
        this.sums = new double[5][all];
    }

    /**
     * Adds a row.
     *
     * @param values the values, NaN where one is missing
     * @param scores what is correlated in their place, between -1 and 1
     */
    void add(double[] values, double[] scores) {
        int pair = 0;
        for (int first = 0; first < columns; first++) {
            boolean known = !Double.isNaN(values[first]);
            if (known) {
                valuesOf[first]++;
                least[first] = Math.min(least[first], values[first]);
                greatest[first] = Math.max(greatest[first], values[first]);
            }
            for (int second = first + 1; second < columns; second++, pair++) {
                if (known && !Double.isNaN(values[second])) {
                    pairs[pair]++;
                    equal[pair] += values[first] == values[second] ? 1 : 0;
                    sums[0][pair] += scores[first];
                    sums[1][pair] += scores[second];
                    sums[2][pair] += scores[first] * scores[first];
                    sums[3][pair] += scores[second] * scores[second];
                    sums[4][pair] += scores[first] * scores[second];
                }
            }
        }
    }

    @Override
    public void merge(PairMoments other) {
        for (int column = 0; column < columns; column++) {
            valuesOf[column] += other.valuesOf[column];
            least[column] = Math.min(least[column], other.least[column]);
            greatest[column] = Math.max(greatest[column], other.greatest[column]);
        }
        for (int pair = 0; pair < pairs.length; pair++) {
            pairs[pair] += other.pairs[pair];
            equal[pair] += other.equal[pair];
            for (int sum = 0; sum < sums.length; sum++) {
                sums[sum][pair] += other.sums[sum][pair];
            }
        }
    }

    /** The place of a pair of columns, the first of which is before the second. */
    int pair(int first, int second) {
        return first * (2 * columns - first - 1) / 2 + second - first - 1;
    }

    /** How many rows have a value in both. */
    long count(int pair) {
        return pairs[pair];
    }

    /** The correlation of the scores, NaN where one of them does not vary. */
    double correlation(int pair) {
        double n = pairs[pair];
        double first = sums[2][pair] - sums[0][pair] * sums[0][pair] / n;
        double second = sums[3][pair] - sums[1][pair] * sums[1][pair] / n;
        double both = sums[4][pair] - sums[0][pair] * sums[1][pair] / n;
        double correlation = both / Math.sqrt(first * second);
        return first > 1e-9 && second > 1e-9 ? Math.max(-1, Math.min(1, correlation)) : Double.NaN;
    }

    /** How many values a column has. */
    long values(int column) {
        return valuesOf[column];
    }

    /** Whether a column has values, all of them the same. */
    boolean isConstant(int column) {
        return valuesOf[column] > 0 && least[column] == greatest[column];
    }

    /** Whether two columns have values together and are never different. */
    boolean isDuplicate(int pair) {
        return pairs[pair] > 0 && equal[pair] == pairs[pair];
    }

    @Override
    public void write(SketchWriter writer) {
        MonitorState.counts(writer, valuesOf);
        MonitorState.numbers(writer, least);
        MonitorState.numbers(writer, greatest);
        MonitorState.counts(writer, pairs);
        MonitorState.counts(writer, equal);
        for (double[] sum : sums) {
            MonitorState.numbers(writer, sum);
        }
    }

    @Override
    public void read(SketchReader reader) {
        copy(MonitorState.counts(reader, columns), valuesOf);
        System.arraycopy(MonitorState.numbers(reader, columns), 0, least, 0, columns);
        System.arraycopy(MonitorState.numbers(reader, columns), 0, greatest, 0, columns);
        copy(MonitorState.counts(reader, pairs.length), pairs);
        copy(MonitorState.counts(reader, pairs.length), equal);
        for (double[] sum : sums) {
            System.arraycopy(MonitorState.numbers(reader, pairs.length), 0, sum, 0, pairs.length);
        }
    }

    @Override
    public long bytes() {
        return 24L * columns + 56L * pairs.length;
    }

    private static void copy(long[] from, long[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }
}
