package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private static final PairedBootstrap BOOTSTRAP = PairedBootstrap.withDefaults();

    private final double[] labels = Samples.of(200, i -> i % 3 == 0 ? 1 : 0);
    private final double[] good = Samples.of(200, i -> (i % 3 == 0 ? 0.7 : 0.3) + 0.3 * Math.sin(i));
    private final double[] poor = Samples.of(200, i -> 0.5 + 0.4 * Math.sin(i * 1.7));

    @Test
    void difference_errorsOfTwoModels_matchesSciPy() {
        Interval interval = BOOTSTRAP
                .withResamples(20_000)
                .difference(Metrics.meanAbsoluteError(), good, poor, labels, new SplittableRandom(1));

        // i = np.arange(1, 201); y = np.where(i % 3 == 0, 1., 0.)
        // d = abs(np.where(i % 3 == 0, .7, .3) + .3*np.sin(i) - y) - abs(.5 + .4*np.sin(i*1.7) - y)
        // stats.bootstrap((d,), np.mean, n_resamples=200000, method='percentile', random_state=1)
        assertThat(interval.estimate()).isCloseTo(-0.20743237893897706, within(1e-13));
        assertThat(interval.low()).isCloseTo(-0.25652, within(0.002));
        assertThat(interval.high()).isCloseTo(-0.15868, within(0.002));
        assertThat(interval.confidence()).isEqualTo(0.95);
    }

    @Test
    void difference_aucOfTwoModels_matchesResamplingInNumPy() {
        Interval interval =
                BOOTSTRAP.withConfidence(0.9).difference(Metrics.rocAuc(), good, poor, labels, new SplittableRandom(2));

        // with roc_auc_score, rng = np.random.default_rng(1), rows = rng.integers(0, 200, 200), 20,000 times,
        // np.quantile(differences, [.05, .95])
        assertThat(interval.estimate()).isCloseTo(0.39812302125734966, within(1e-13));
        assertThat(interval.low()).isCloseTo(0.31398, within(0.01));
        assertThat(interval.high()).isCloseTo(0.48207, within(0.01));
    }

    @Test
    void difference_sameSeed_isTheSame() {
        Interval first = BOOTSTRAP.difference(Metrics.f1(), good, poor, labels, new SplittableRandom(7));

        assertThat(BOOTSTRAP.difference(Metrics.f1(), good, poor, labels, new SplittableRandom(7)))
                .isEqualTo(first);
        assertThat(BOOTSTRAP.difference(Metrics.f1(), good, poor, labels, new SplittableRandom(8)))
                .isNotEqualTo(first);
    }

    @Test
    void difference_sameModel_isZero() {
        Interval interval = BOOTSTRAP.difference(Metrics.rocAuc(), good, good, labels, new SplittableRandom(1));

        assertThat(interval).isEqualTo(new Interval(0, 0, 0, 0.95));
    }

    @Test
    void difference_notDefinedOnRows_isUnknown() {
        double[] oneClass = new double[200];

        Interval interval = BOOTSTRAP.difference(Metrics.rocAuc(), good, poor, oneClass, new SplittableRandom(1));
        Interval ofNothing = BOOTSTRAP.difference(
                Metrics.brier(), new double[0], new double[0], new double[0], new SplittableRandom(1));

        assertThat(Arrays.asList(interval, ofNothing)).allSatisfy(unknown -> {
            assertThat(unknown.estimate()).isNaN();
            assertThat(unknown.low()).isNaN();
            assertThat(unknown.contains(0)).isFalse();
            assertThat(unknown.isAbove(-1)).isFalse();
        });
    }

    @Test
    void difference_oneRowOfRareClass_usesResamplesThatHaveIt() {
        double[] rare = new double[200];
        rare[2] = 1;

        Interval interval = BOOTSTRAP.difference(Metrics.rocAuc(), good, poor, rare, new SplittableRandom(1));

        assertThat(interval.low()).isLessThanOrEqualTo(interval.high()).isBetween(-1.0, 1.0);
    }

    @Test
    void difference_notDefinedInMostResamples_hasNoEnds() {
        Metric onlyOnAllRows = Metric.of(
                "onlyOnAllRows",
                true,
                (predictions, labelled) -> weights ->
                        Arrays.stream(weights).allMatch(weight -> weight == 1) ? predictions[0] : Double.NaN);

        Interval interval = BOOTSTRAP.difference(onlyOnAllRows, good, poor, labels, new SplittableRandom(1));

        assertThat(interval.estimate()).isEqualTo(good[0] - poor[0]);
        assertThat(interval.low()).isNaN();
        assertThat(interval.high()).isNaN();
    }

    @Test
    void configuration_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> BOOTSTRAP.withResamples(99));
        assertThatIllegalArgumentException().isThrownBy(() -> BOOTSTRAP.withConfidence(95));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BOOTSTRAP.difference(Metrics.brier(), good, new double[3], labels, new SplittableRandom(1)))
                .withMessageContaining("predictions has 3 entries but labels has 200");
    }
}
