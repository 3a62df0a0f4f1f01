package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WassersteinTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    // lo, hi = np.quantile(x, [.001, .999]); u = (np.quantile(x, .75) - np.quantile(x, .25)) / 1.3489795003921634
    // stats.wasserstein_distance(np.clip(x, lo, hi), np.clip(y, lo, hi)) / u
    @Test
    void robust_samplesOfUnequalSize_matchesSciPy() {
        double[] small = {1.5, -0.3, 2.2, 0.1, 0.9, -1.1, 3.0};
        double[] other = {0.2, 1.1, -0.7, 2.8, 4.0, 5.1, 1.9, 2.5, 3.3};
        double[] shiftedSines = Samples.of(800, i -> Math.sin(i * 1.7) + 0.05);

        assertThat(Wasserstein.robust(Samples.sines(1000), shiftedSines)).isCloseTo(0.04495710794127955, within(1e-12));
        assertThat(Wasserstein.robust(small, other)).isCloseTo(0.6676180255616051, within(1e-13));
    }

    @Test
    void robust_shiftOfTen_matchesSciPy() {
        double[] current = Samples.of(101, i -> i - 1 + 10);

        // x = np.arange(101.), y = x + 10
        assertThat(Wasserstein.robust(Samples.of(101, i -> i - 1), current))
                .isCloseTo(0.2548102070146702, within(1e-13));
    }

    @Test
    void robust_mostlyOneValue_usesStandardDeviation() {
        double[] reference = Samples.of(100, i -> i <= 80 ? 0 : (i - 1) % 4 + 1);
        double[] current = Samples.of(70, i -> i <= 50 ? 0 : (i - 51) % 4 + 1);

        // x = [0]*80 + [1,2,3,4]*5, y = [0]*50 + [1,2,3,4]*5, u = np.std(np.clip(x, lo, hi))
        assertThat(Wasserstein.robust(reference, current)).isCloseTo(0.191662969499982, within(1e-13));
    }

    @Test
    void robust_oneOutlier_hardlyMoves() {
        double[] current = Samples.sines(1000);
        current[17] = 1e9;
        current[18] = INFINITY;

        assertThat(Wasserstein.robust(Samples.sines(1000), current)).isLessThan(0.01);
    }

    @Test
    void robust_constantReference_isShareOfOtherValues() {
        double[] constant = {4, 4, 4};

        assertThat(Wasserstein.robust(constant, new double[] {4, 4})).isZero();
        assertThat(Wasserstein.robust(constant, new double[] {4, 5, 6, 1e300})).isEqualTo(0.75);
    }

    @Test
    void robust_noValues_isNotANumber() {
        assertThat(Wasserstein.robust(new double[0], new double[] {1})).isNaN();
        assertThat(Wasserstein.robust(new double[] {1}, new double[] {NAN})).isNaN();
    }

    @Test
    void robust_halfInfiniteReference_isNotANumber() {
        double[] reference = {-INFINITY, -INFINITY, INFINITY, INFINITY};

        assertThat(Wasserstein.robust(reference, new double[] {1})).isNaN();
    }

    @Test
    void robust_infiniteTailOfReference_isInfiniteUnlessShared() {
        double[] reference = Samples.sines(1000);
        for (int i = 0; i < 10; i++) {
            reference[i] = -INFINITY;
        }

        assertThat(Wasserstein.robust(reference, reference)).isZero();
        assertThat(Wasserstein.robust(reference, Samples.sines(1000))).isEqualTo(INFINITY);
    }

    @Test
    void robust_infiniteQuartileOfReference_isNotANumber() {
        double[] reference = Samples.of(100, i -> i <= 30 ? -INFINITY : i);

        assertThat(Wasserstein.robust(reference, reference)).isNaN();
    }
}
