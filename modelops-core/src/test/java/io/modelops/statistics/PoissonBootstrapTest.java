package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoissonBootstrapTest {
    @Test
    void interval_meanOfManyValues_isThatOfTheNormalApproximation() {
        PoissonBootstrap bootstrap = new PoissonBootstrap(2000, new SplittableRandom(1));
        double[] values = Samples.of(1000, i -> Math.exp(Math.sin(i * 1.3)));
        for (double value : values) {
            bootstrap.add(value);
        }

        Interval interval = bootstrap.interval(0.95);

        Moments moments = Moments.of(values);
        assertThat(interval.estimate()).isCloseTo(moments.mean(), within(1e-12));
        assertThat(interval.low()).isCloseTo(moments.mean() - 1.96 * moments.standardError(), within(0.006));
        assertThat(interval.high()).isCloseTo(moments.mean() + 1.96 * moments.standardError(), within(0.006));
    }

    @Test
    void merge_parts_isTheWhole() {
        PoissonBootstrap one = new PoissonBootstrap(1000, new SplittableRandom(2));
        PoissonBootstrap two = new PoissonBootstrap(1000, new SplittableRandom(3));
        for (int i = 0; i < 400; i++) {
            (i % 4 == 0 ? one : two).add(i % 10 == 0 ? 1 : 0);
        }

        one.merge(two);

        assertThat(one.count()).isEqualTo(400);
        assertThat(two.count()).isEqualTo(300);
        Interval interval = one.interval(0.95);
        assertThat(interval.estimate()).isEqualTo(0.1);
        assertThat(interval.low()).isCloseTo(Wilson.interval(40, 400, 0.95).low(), within(0.01));
        assertThat(interval.high()).isCloseTo(Wilson.interval(40, 400, 0.95).high(), within(0.01));
    }

    @Test
    void interval_skewedRatio_isCoveredAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(4);
        int covered = 0;
        for (int round = 0; round < 400; round++) {
            PoissonBootstrap bootstrap = new PoissonBootstrap(400, random.split());
            for (int i = 0; i < 150; i++) {
                double visits = 1 + random.nextInt(5);
                bootstrap.add(visits * -Math.log(random.nextDouble()), visits);
            }
            covered += bootstrap.interval(0.9).contains(1) ? 1 : 0;
        }

        assertThat(covered / 400.0).isBetween(0.85, 0.94);
    }

    @Test
    void interval_noRecords_isNotANumber() {
        PoissonBootstrap bootstrap = new PoissonBootstrap(100, new SplittableRandom(5));
        bootstrap.add(Double.NaN);
        bootstrap.add(1, Double.POSITIVE_INFINITY);

        assertThat(bootstrap.count()).isZero();
        assertThat(bootstrap.interval(0.9).estimate()).isNaN();
        assertThat(bootstrap.interval(0.9).low()).isNaN();
    }

    @Test
    void bootstrap_badArguments_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonBootstrap(99, new SplittableRandom()));
        PoissonBootstrap bootstrap = new PoissonBootstrap(100, new SplittableRandom());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.merge(new PoissonBootstrap(200, new SplittableRandom())));
        assertThatIllegalArgumentException().isThrownBy(() -> bootstrap.interval(1));
    }
}
