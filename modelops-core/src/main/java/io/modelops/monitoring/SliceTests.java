package io.modelops.monitoring;

import io.modelops.model.Quoted;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Compares a metric on parts of some rows with that on the others. */
final class SliceTests<O> {
    /** Stands for a category that the input doesn't have. */
    static final String MISSING = "(missing)";

    private static final int MOST_CATEGORIES = 50;
    private static final int PARTS = 4;
    private static final int RESAMPLES = 200;
    private static final long SEED = 0x5eed;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares rows
    record Row<O>(O answer, O label, Object[] values) {}

    record Outcome(String slice, int rows, double value, double rest, double pValue) {}

    private final AnswerMetric<O> metric;
    private final List<Row<O>> rows;
    private final int minSupport;

    SliceTests(AnswerMetric<O> metric, List<Row<O>> rows, int minSupport) {
        this.metric = metric;
        this.rows = rows;
        this.minSupport = minSupport;
    }

    /** The rows of each slice that is large enough, and whose rest is: the most frequent categories, and quarters. */
    Map<String, int[]> slices(List<String> features) {
        Map<String, int[]> slices = new LinkedHashMap<>();
        for (int feature = 0; feature < features.size(); feature++) {
            String name = features.get(feature);
            slicesOf(feature).entrySet().stream()
                    .filter(slice -> slice.getValue().size() >= minSupport
                            && rows.size() - slice.getValue().size() >= minSupport)
                    .sorted((one, other) -> Integer.compare(
                            other.getValue().size(), one.getValue().size()))
                    .limit(MOST_CATEGORIES)
                    .forEach(slice -> slices.put(
                            name + " " + slice.getKey(),
                            slice.getValue().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray()));
        }
        return slices;
    }

    private Map<String, List<Integer>> slicesOf(int feature) {
        Map<String, List<Integer>> members = new TreeMap<>();
        Binning quarters = Binning.ofQuantiles(
                rows.stream()
                        .mapToDouble(row -> row.values[feature] instanceof Double number ? number : Double.NaN)
                        .toArray(),
                PARTS);
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row).values[feature];
            String slice = value instanceof Double number ? quarters.label(quarters.binOf(number)) : shown(value);
            members.computeIfAbsent(slice, unknown -> new ArrayList<>()).add(row);
        }
        return members;
    }

    private static String shown(Object category) {
        String quoted = Quoted.of(category.toString());
        return quoted.substring(1, quoted.length() - 1);
    }

    Outcome outcome(String slice, int[] members) {
        double[] inside = new double[rows.size()];
        Arrays.stream(members).forEach(row -> inside[row] = 1);
        double[] outside = Arrays.stream(inside).map(weight -> 1 - weight).toArray();
        Metric.Weighted weighted = metric.on(
                rows.stream().map(Row::answer).toList(),
                rows.stream().map(Row::label).toList());
        double value = weighted.of(inside);
        double rest = weighted.of(outside);
        double pValue = metric.rowValue().isPresent() ? welch(inside) : bootstrap(weighted, inside, outside);
        return new Outcome(slice, members.length, value, rest, pValue);
    }

    /** The one-sided p-value of Welch's test that the slice is worse. */
    private double welch(double[] inside) {
        Moments slice = moments(inside, 1);
        Moments rest = moments(inside, 0);
        double sliceVariance = slice.variance() / slice.count();
        double restVariance = rest.variance() / rest.count();
        double gap = metric.higherIsBetter() ? rest.mean() - slice.mean() : slice.mean() - rest.mean();
        double variance = sliceVariance + restVariance;
        if (!(variance > 0)) {
            return variance == 0 ? (gap > 0 ? 0 : 1) : Double.NaN;
        }
        double freedom = variance
                * variance
                / (sliceVariance * sliceVariance / (slice.count() - 1)
                        + restVariance * restVariance / (rest.count() - 1));
        return TDistribution.of(freedom).survivalProbability(gap / Math.sqrt(variance));
    }

    private Moments moments(double[] inside, double side) {
        return Moments.of(IntStream.range(0, rows.size())
                .filter(row -> inside[row] == side)
                .mapToDouble(row -> metric.rowValue()
                        .orElseThrow()
                        .applyAsDouble(rows.get(row).answer(), rows.get(row).label()))
                .toArray());
    }

    private double bootstrap(Metric.Weighted weighted, double[] inside, double[] outside) {
        double gap = metric.higherIsBetter()
                ? weighted.of(outside) - weighted.of(inside)
                : weighted.of(inside) - weighted.of(outside);
        SplittableRandom random = new SplittableRandom(SEED);
        double variance = spread(weighted, inside, random) + spread(weighted, outside, random);
        if (!(variance > 0)) {
            return variance == 0 ? (gap > 0 ? 0 : 1) : Double.NaN;
        }
        return NormalDistribution.of(0, 1).survivalProbability(gap / Math.sqrt(variance));
    }

    private static double spread(Metric.Weighted weighted, double[] side, SplittableRandom random) {
        int[] members =
                IntStream.range(0, side.length).filter(row -> side[row] > 0).toArray();
        double[] weights = new double[side.length];
        double[] values = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < members.length; draw++) {
                weights[members[random.nextInt(members.length)]]++;
            }
            values[resample] = weighted.of(weights);
        }
        return Moments.of(values).variance();
    }
}
