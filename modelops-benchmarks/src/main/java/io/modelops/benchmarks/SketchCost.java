package io.modelops.benchmarks;

import com.tdunning.math.stats.MergingDigest;
import io.modelops.statistics.MomentsTable;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.HeavyHittersAccumulator;
import io.modelops.statistics.sketch.QuantileSketchAccumulator;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.DoubleHistogram;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Adds one value to a sketch of ours and to those of others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SketchCost {
    private static final int MASK = 65_535;

    private final double[] numbers = numbers();
    private final String[] texts = IntStream.rangeClosed(0, MASK)
            .mapToObj(value -> "value " + value % 97)
            .toArray(String[]::new);
    private int next;

    private final MomentsTable moments = new MomentsTable(1);
    private final QuantileSketchAccumulator quantiles = new QuantileSketchAccumulator();
    private final DistinctCountAccumulator distinct = new DistinctCountAccumulator();
    private final HeavyHittersAccumulator frequent = new HeavyHittersAccumulator(64);

    private final DoubleStatistics commons =
            DoubleStatistics.of(Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.VARIANCE);
    private final KllDoublesSketch kll = KllDoublesSketch.newHeapInstance(200);
    private final MergingDigest tDigest = new MergingDigest(100);
    private final DoubleHistogram hdr = new DoubleHistogram(2);
    private final HllSketch hll = new HllSketch(11);
    private final ItemsSketch<String> items = new ItemsSketch<>(128);

    private static double[] numbers() {
        SplittableRandom random = new SplittableRandom(2);
        return random.doubles(MASK + 1).map(uniform -> 1 + 999 * uniform).toArray();
    }

    private double number() {
        return numbers[next++ & MASK];
    }

    private String text() {
        return texts[next++ & MASK];
    }

    /** Ours. */
    @Benchmark
    public void moments() {
        moments.add(0, number());
    }

    /** Ours. */
    @Benchmark
    public void quantiles() {
        quantiles.add(number());
    }

    /** Ours. */
    @Benchmark
    public void distinct() {
        distinct.add(text());
    }

    /** Ours. */
    @Benchmark
    public void frequent() {
        frequent.add(text());
    }

    /** Apache Commons Statistics. */
    @Benchmark
    public void momentsOfCommons() {
        commons.accept(number());
    }

    /** Apache DataSketches. */
    @Benchmark
    public void quantilesOfKll() {
        kll.update(number());
    }

    /** Of T. Dunning. */
    @Benchmark
    public void quantilesOfTDigest() {
        tDigest.add(number());
    }

    /** Of G. Tene. */
    @Benchmark
    public void quantilesOfHdrHistogram() {
        hdr.recordValue(number());
    }

    /** Apache DataSketches. */
    @Benchmark
    public void distinctOfHll() {
        hll.update(text());
    }

    /** Apache DataSketches. */
    @Benchmark
    public void frequentOfDataSketches() {
        items.update(text());
    }
}
