package io.modelops.statistics.change;

import io.modelops.statistics.internal.Arguments;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Kswin} detectors; {@link #build()} may be called again for further detectors with the same settings. Not
 * thread-safe.
 */
public final class KswinBuilder extends ChangeDetectorBuilder<KswinBuilder> {
    private static final long SEED = 42;

    private double alpha = 0.005;
    private int window = 100;
    private int recent = 30;
    private int checkEvery = 10;
    private Kswin.@Nullable Sampler sampler;

    KswinBuilder() {
        super(Direction.BOTH);
    }

    /**
     * Sets the p-value at which a test gives an alarm. Default: 0.005. Replaces {@link #oneFalseAlarmPer(double)}.
     *
     * @param alpha the p-value, above 0 and below 1
     * @return this builder
     * @throws IllegalArgumentException if {@code alpha} is not above 0 and below 1
     */
    public KswinBuilder alpha(double alpha) {
        this.alpha = Arguments.insideUnitInterval("alpha", alpha);
        return thresholdIsGiven();
    }

    /**
     * Sets the sizes. Rates of false alarms were simulated with the defaults only. Default: 100 and 30.
     *
     * @param values the number of values that are kept, at least {@code 2 * recent}
     * @param recent the number of them that are compared with as many older ones, at least 10
     * @return this builder
     * @throws IllegalArgumentException if a size is out of its range
     */
    public KswinBuilder window(int values, int recent) {
        Arguments.atLeast(10, "recent", recent);
        this.window = Arguments.atLeast(Math.multiplyExact(2, recent), "values", values);
        this.recent = recent;
        return this;
    }

    /**
     * Sets how often there is a test. Default: 10.
     *
     * @param values the number of values between tests, at least 1
     * @return this builder
     * @throws IllegalArgumentException if {@code values} is less than 1
     */
    public KswinBuilder checkEvery(int values) {
        this.checkEvery = Arguments.atLeast(1, "values", values);
        return this;
    }

    /**
     * Sets the source of the draws. Default: a generator with a fixed seed for each detector.
     *
     * @param random the generator; the detectors of this builder share it
     * @return this builder
     */
    public KswinBuilder random(RandomGenerator random) {
        this.sampler = shuffling(random);
        return this;
    }

    /**
     * Sets how the older values are drawn. Default: by a random generator.
     *
     * @param sampler draws them
     * @return this builder
     */
    public KswinBuilder sampler(Kswin.Sampler sampler) {
        this.sampler = sampler;
        return this;
    }

    @Override
    public Kswin build() {
        double chosen =
                hasRate() ? Math.pow(10, FalseAlarms.interpolate(recordsForBoth(), -1.82, -2.61, -3.55, -4.64)) : alpha;
        return new Kswin(
                direction(),
                policy(),
                sampler != null ? sampler : shuffling(new SplittableRandom(SEED)),
                chosen,
                window,
                recent,
                checkEvery);
    }

    /** The beginning of a shuffle of all places, by Floyd's algorithm in the order it finds them. */
    private static Kswin.Sampler shuffling(RandomGenerator random) {
        return (places, drawn) -> {
            for (int filled = 0; filled < drawn.length; filled++) {
                int most = places - drawn.length + filled;
                int place = random.nextInt(most + 1);
                drawn[filled] = contains(drawn, filled, place) ? most : place;
            }
        };
    }

    private static boolean contains(int[] drawn, int filled, int place) {
        for (int i = 0; i < filled; i++) {
            if (drawn[i] == place) {
                return true;
            }
        }
        return false;
    }

    @Override
    KswinBuilder self() {
        return this;
    }

    @Override
    boolean hasWindow() {
        return true;
    }
}
