package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {
    private static final long[] REFERENCE = {500, 300, 150, 40, 10, 0};
    private static final long[] CURRENT = {420, 330, 180, 50, 15, 5};

    // k=(r+c)>0; r=r[k]; c=c[k]; B=len(r); n=r.sum(); m=c.sum(); s=1/n+1/m
    // p=(r+.5)/(n+.5*B); q=(c+.5)/(m+.5*B); v=((p-q)*np.log(p/q)).sum()
    // v, stats.chi2.sf(v/s, B-1), s*stats.chi2.isf(.01, B-1)
    @Test
    void of_shiftedCounts_matchesNumPyAndSciPy() {
        PopulationStability stability = PopulationStability.of(REFERENCE, CURRENT);

        assertThat(stability.value()).isCloseTo(0.038269552675857424, within(1e-15));
        assertThat(stability.pValue()).isCloseTo(0.0018141264307956048, within(1e-14));
        assertThat(stability.threshold(0.01)).isCloseTo(0.03017254493877798, within(1e-12));
        assertThat(stability.degreesOfFreedom()).isEqualTo(5);
        assertThat(stability.referenceSize()).isEqualTo(1000);
        assertThat(stability.currentSize()).isEqualTo(1000);
        assertThat(stability.rejects(0.01)).isTrue();
        assertThat(stability.rejects(0.001)).isFalse();
    }

    @Test
    void of_binsEmptyInBoth_areNotCounted() {
        PopulationStability stability = PopulationStability.of(new long[] {100, 100, 0, 0}, new long[] {30, 50, 0, 0});

        assertThat(stability.value()).isCloseTo(0.06225267316888247, within(1e-15));
        assertThat(stability.pValue()).isCloseTo(0.05928425202555735, within(1e-14));
        assertThat(stability.threshold(0.01)).isCloseTo(0.11611069051787132, within(1e-12));
        assertThat(stability.degreesOfFreedom()).isEqualTo(1);
    }

    // (1/n + 1/m) * stats.chi2.isf(.01, 9)
    @Test
    void threshold_givenSizesAndBins_matchesSciPy() {
        assertThat(PopulationStability.threshold(5000, 200, 10, 0.01)).isCloseTo(0.11266317053400202, within(1e-12));
        assertThat(PopulationStability.threshold(5000, 1000, 10, 0.01)).isCloseTo(0.025999193200154317, within(1e-12));
        assertThat(PopulationStability.threshold(50_000, 5000, 10, 0.01))
                .isCloseTo(0.004766518753361624, within(1e-13));
        assertThat(PopulationStability.threshold(1, 1, 1, 0.01)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> PopulationStability.threshold(0, 200, 10, 0.01));
    }

    @Test
    void of_samplesSwapped_isTheSame() {
        assertThat(PopulationStability.of(CURRENT, REFERENCE).value())
                .isCloseTo(PopulationStability.of(REFERENCE, CURRENT).value(), within(1e-15));
    }

    @Test
    void of_extremeOutlier_hardlyMoves() {
        double[] reference = Samples.sines(1000);
        double[] current = Samples.of(1000, i -> Math.sin(i) + 0.5);
        Binning binning = Binning.ofQuantiles(reference);
        double before = psi(binning, reference, current);

        current[0] = 1e6;

        assertThat(before).isGreaterThan(0.5);
        assertThat(psi(binning, reference, current)).isCloseTo(before, within(0.02));
    }

    private static double psi(Binning binning, double[] reference, double[] current) {
        return PopulationStability.of(binning.count(reference), binning.count(current))
                .value();
    }

    @Test
    void of_emptySample_rejectsNothing() {
        PopulationStability stability = PopulationStability.of(REFERENCE, new long[6]);

        assertThat(stability.value()).isNaN();
        assertThat(stability.pValue()).isNaN();
        assertThat(stability.threshold(0.05)).isNaN();
        assertThat(stability.rejects(0.05)).isFalse();
        assertThat(PopulationStability.of(new long[0], new long[0]).value()).isNaN();
    }

    @Test
    void of_everythingInOneBin_isStable() {
        PopulationStability stability = PopulationStability.of(new long[] {0, 50, 0}, new long[] {0, 3, 0});

        assertThat(stability.value()).isZero();
        assertThat(stability.pValue()).isEqualTo(1);
        assertThat(stability.threshold(0.05)).isZero();
    }

    @Test
    void of_columnThatWentMissing_isFound() {
        Binning binning = Binning.ofQuantiles(Samples.sines(500));
        double[] missing = Samples.of(500, i -> Double.NaN);

        assertThat(PopulationStability.of(binning.count(Samples.sines(500)), binning.count(missing))
                        .pValue())
                .isLessThan(1e-100);
    }

    @Test
    void of_unequalLengthsOrNegativeCounts_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PopulationStability.of(new long[2], new long[3]))
                .withMessageContaining("reference has 2 entries but current has 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PopulationStability.of(new long[] {1}, new long[] {-1}))
                .withMessageContaining("current holds a negative count");
    }

    @Test
    void rejects_alphaOutsideUnitInterval_throws() {
        PopulationStability stability = PopulationStability.of(REFERENCE, CURRENT);

        assertThatIllegalArgumentException().isThrownBy(() -> stability.rejects(1));
        assertThatIllegalArgumentException().isThrownBy(() -> stability.threshold(0));
    }

    @Test
    void pValue_nothingChanged_rejectsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(20);
        int trials = 2000;
        int alarms = 0;
        int thresholdAlarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] reference = random.doubles(1000).toArray();
            Binning binning = Binning.ofQuantiles(reference);
            PopulationStability stability = PopulationStability.of(
                    binning.count(reference), binning.count(random.doubles(500).toArray()));
            alarms += stability.rejects(0.05) ? 1 : 0;
            thresholdAlarms += stability.value() >= stability.threshold(0.05) ? 1 : 0;
        }

        assertThat((double) alarms / trials).isBetween(0.03, 0.07);
        assertThat(thresholdAlarms).isEqualTo(alarms);
    }
}
