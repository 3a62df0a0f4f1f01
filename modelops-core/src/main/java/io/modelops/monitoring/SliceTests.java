package io.modelops.monitoring;

import io.modelops.model.Quoted;
import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Binning;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
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

    /** What two slices have in common. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Common(String first, String second, int[] rows) {
        String name() {
            return first + " and " + second;
        }
    }

    record Outcome(String slice, int rows, double value, double deviation, double rest, double pValue) {}

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
            slices.putAll(slices(features, feature));
        }
        return slices;
    }

    private Map<String, int[]> slices(List<String> features, int feature) {
        Map<String, int[]> slices = new LinkedHashMap<>();
        String name = features.get(feature);
        slicesOf(feature).entrySet().stream()
                .filter(slice -> slice.getValue().size() >= minSupport
                        && rows.size() - slice.getValue().size() >= minSupport)
                .sorted((one, other) ->
                        Integer.compare(other.getValue().size(), one.getValue().size()))
                .limit(MOST_CATEGORIES)
                .forEach(slice -> slices.put(
                        name + " " + slice.getKey(),
                        slice.getValue().stream().mapToInt(Integer::intValue).toArray()));
        return slices;
    }

    /**
     * The rows that two slices of different features have in common, if they and their rest are large enough; the largest
     * ones. Which they are does not depend on outcomes, so that a correction for their number holds.
     *
     * @param most how many at most
     */
    List<Common> pairs(List<String> features, int most) {
        List<Map<String, int[]>> single = features.stream()
                .map(feature -> slices(features, features.indexOf(feature)))
                .toList();
        List<Common> pairs = new ArrayList<>();
        for (int first = 0; first < single.size(); first++) {
            for (int second = first + 1; second < single.size(); second++) {
                Map<String, int[]> others = single.get(second);
                single.get(first).forEach((one, members) -> {
                    BitSet inOne = new BitSet(rows.size());
                    Arrays.stream(members).forEach(inOne::set);
                    others.forEach((other, candidates) -> {
                        int[] both =
                                Arrays.stream(candidates).filter(inOne::get).toArray();
                        if (both.length >= minSupport && rows.size() - both.length >= minSupport) {
                            pairs.add(new Common(one, other, both));
                        }
                    });
                });
            }
        }
        return pairs.stream()
                .sorted(Comparator.comparingInt((Common common) -> common.rows().length)
                        .reversed())
                .limit(most)
                .toList();
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
        if (metric.rowValue().isPresent()) {
            return new Outcome(slice, members.length, value, moments(inside, 1).standardError(), rest, welch(inside));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double varianceInside = spread(weighted, inside, random);
        double pValue = normal(value, rest, varianceInside + spread(weighted, outside, random));
        return new Outcome(slice, members.length, value, Math.sqrt(varianceInside), rest, pValue);
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

    private double normal(double value, double rest, double variance) {
        double gap = metric.higherIsBetter() ? rest - value : value - rest;
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
