package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    // w = np.exp(np.sin(np.arange(1, 51) * 1.3))
    private static final double[] VALUES = Samples.of(50, i -> Math.exp(Math.sin(i * 1.3)));
    private static final ToDoubleFunction<double[]> MEAN =
            values -> Moments.of(values).mean();
    private static final ToDoubleFunction<double[]> VARIANCE =
            values -> Moments.of(values).populationVariance();
    private static final Bootstrap MANY = Bootstrap.withDefaults().withResamples(20_000);

    @Test
    void percentile_meanAndVariance_matchSciPy() {
        // stats.bootstrap((w,), np.mean, n_resamples=400000, method="percentile"), and of np.var
        assertInterval(MANY.percentile(VALUES, MEAN, new SplittableRandom(1)), 1.0755, 1.5370);
        assertInterval(MANY.percentile(VALUES, VARIANCE, new SplittableRandom(1)), 0.5136, 0.8357);
    }

    @Test
    void bca_meanAndVariance_matchSciPy() {
        // stats.bootstrap((w,), np.mean, n_resamples=400000, method="BCa"), and of np.var
        assertInterval(MANY.bca(VALUES, MEAN, new SplittableRandom(2)), 1.0823, 1.5446);
        assertInterval(MANY.bca(VALUES, VARIANCE, new SplittableRandom(2)), 0.5455, 0.8642);
    }

    private static void assertInterval(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(0.006));
        assertThat(interval.high()).isCloseTo(high, within(0.006));
    }

    @Test
    void acceleration_variance_matchesNumPy() {
        // j = np.array([np.delete(w, k).var() for k in range(50)]); d = j.mean() - j
        // (d**3).sum() / (6 * (d**2).sum()**1.5)
        assertThat(Bootstrap.acceleration(VALUES, VARIANCE)).isCloseTo(0.019521510724150485, within(1e-13));
    }

    @Test
    void acceleration_moreValuesThanGroups_isAboutTheSame() {
        SplittableRandom random = new SplittableRandom(9);
        double[] values = Samples.of(4500, i -> -Math.log(random.nextDouble()));
        double mean = MEAN.applyAsDouble(values);
        double squares =
                Arrays.stream(values).map(value -> Math.pow(value - mean, 2)).sum();
        double cubes =
                Arrays.stream(values).map(value -> Math.pow(value - mean, 3)).sum();

        // For a mean the acceleration is a sixth of the skewness over sqrt(n).
        assertThat(Bootstrap.acceleration(values, MEAN)).isCloseTo(cubes / (6 * Math.pow(squares, 1.5)), within(0.002));
    }

    @Test
    void bca_sameRandomNumbers_giveTheSameInterval() {
        Bootstrap bootstrap = Bootstrap.withDefaults().withConfidence(0.8).withResamples(200);

        assertThat(bootstrap.bca(VALUES, MEAN, new SplittableRandom(3)))
                .isEqualTo(bootstrap.bca(VALUES, MEAN, new SplittableRandom(3)));
    }

    @Test
    void interval_constantValues_hasNoWidth() {
        double[] constant = {2, 2, Double.NaN, 2};

        assertThat(Bootstrap.withDefaults().bca(constant, MEAN, new SplittableRandom(1)))
                .isEqualTo(new Interval(2, 2, 2, 0.95));
    }

    @Test
    void interval_noValues_isNotANumber() {
        Interval interval = Bootstrap.withDefaults().bca(new double[0], MEAN, new SplittableRandom(1));

        assertThat(interval.low()).isNaN();
        assertThat(interval.estimate()).isNaN();
    }

    @Test
    void bca_allResamplesOnOneSide_isThePercentileInterval() {
        ToDoubleFunction<double[]> distinct =
                values -> Arrays.stream(values).distinct().count();

        assertThat(Bootstrap.withDefaults().bca(VALUES, distinct, new SplittableRandom(1)))
                .isEqualTo(Bootstrap.withDefaults().percentile(VALUES, distinct, new SplittableRandom(1)));
    }

    @Test
    void percentile_statisticRarelyDefined_isNotANumber() {
        ToDoubleFunction<double[]> onlyAll =
                values -> Arrays.stream(values).distinct().count() == 50 ? 1 : Double.NaN;

        Interval interval = Bootstrap.withDefaults().percentile(VALUES, onlyAll, new SplittableRandom(1));

        assertThat(interval.estimate()).isEqualTo(1);
        assertThat(interval.low()).isNaN();
    }

    @Test
    void settings_outOfRange_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.withDefaults().withResamples(99));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.withDefaults().withConfidence(1));
    }
}
