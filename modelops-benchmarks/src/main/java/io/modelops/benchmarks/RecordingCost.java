package io.modelops.benchmarks;

import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.monitoring.ProfileRecorder;
import io.modelops.monitoring.Profiler;
import io.modelops.statistics.change.Adwin;
import io.modelops.statistics.change.ChangeDetector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Counts rows of 20 numbers and 5 categories, as a recorder does on the thread that predicts. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class RecordingCost {
    static final int NUMBERS = 20;
    static final int CATEGORIES = 5;

    private static final int MASK = 4_095;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(double[] numbers, String[] categories) {}

    /** Each thread has a place of its own in the rows and a detector of its own. */
    @State(Scope.Thread)
    public static class Turn {
        private final Adwin adwin = Adwin.withDefaults();
        private int next;
    }

    private final Row[] rows = rows();
    private final Profile reference = Profiler.of(features(NUMBERS, CATEGORIES)).profile(Arrays.asList(rows));
    private final Profile other = Profiler.of(features(NUMBERS, CATEGORIES)).profile(Arrays.asList(rows), reference);
    private final ProfileRecorder<Row> wholeRows = recorder(NUMBERS, CATEGORIES);
    private final ProfileRecorder<Row> numbersOnly = recorder(NUMBERS, 0);
    private final ProfileRecorder<Row> categoriesOnly = recorder(0, CATEGORIES);
    private final ProfileRecorder<Row> oneNumber = recorder(1, 0);

    private static Row[] rows() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> names = IntStream.range(0, 30)
                .mapToObj(category -> "category " + category)
                .toList();
        Row[] rows = new Row[MASK + 1];
        for (int row = 0; row <= MASK; row++) {
            String[] categories = new String[CATEGORIES];
            Arrays.setAll(categories, column -> names.get(random.nextInt(names.size())));
            double[] numbers = new double[NUMBERS];
            Arrays.setAll(numbers, column -> random.nextGaussian() * (column + 1));
            rows[row] = new Row(numbers, categories);
        }
        return rows;
    }

    private static Features<Row> features(int numbers, int categories) {
        Features.Builder<Row> features = Features.builder();
        for (int number = 0; number < numbers; number++) {
            int column = number;
            features.numeric("number " + column, row -> row.numbers()[column]);
        }
        for (int category = 0; category < categories; category++) {
            int column = category;
            features.categorical("category " + column, row -> row.categories()[column]);
        }
        return features.build();
    }

    private ProfileRecorder<Row> recorder(int numbers, int categories) {
        return ProfileRecorder.of(features(numbers, categories), reference);
    }

    /** The bytes of the profile of 25 columns. */
    static int profileBytes() {
        return new RecordingCost().other.toBytes().length;
    }

    /** A row of 25 features. */
    @Benchmark
    public void row(Turn turn) {
        wholeRows.record(rows[turn.next++ & MASK]);
    }

    /** One of the 20 numbers of a row. */
    @Benchmark
    @OperationsPerInvocation(NUMBERS)
    public void number(Turn turn) {
        numbersOnly.record(rows[turn.next++ & MASK]);
    }

    /** One of the 5 categories of a row. */
    @Benchmark
    @OperationsPerInvocation(CATEGORIES)
    public void category(Turn turn) {
        categoriesOnly.record(rows[turn.next++ & MASK]);
    }

    /** A row that has one number only. */
    @Benchmark
    public void loneNumber(Turn turn) {
        oneNumber.record(rows[turn.next++ & MASK]);
    }

    /** Two profiles of 25 columns. */
    @Benchmark
    public Profile merge() {
        return reference.merge(other);
    }

    /** One value of a stream that a detector watches. */
    @Benchmark
    public ChangeDetector.Signal adwin(Turn turn) {
        int next = turn.next++;
        return turn.adwin.add(rows[next & MASK].numbers()[next & 15] > 0 ? 1 : 0);
    }
}
