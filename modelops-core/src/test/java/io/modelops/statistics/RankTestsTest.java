package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RankTestsTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    // x = [20, 11, 17, 12]; y = [19, 22, 16, 29, 24]
    private static final double[] SMALL = {20, 11, 17, 12};
    private static final double[] OTHER = {19, 22, 16, 29, 24};

    // X = np.sin(np.arange(1, 61.)); Y = np.sin(np.arange(1, 81) * 1.7) + .3; Xr = np.round(X, 1); Yr = np.round(Y, 1)
    private static final double[] SINES = Samples.sines(60);
    private static final double[] SHIFTED = Samples.of(80, i -> Math.sin(i * 1.7) + 0.3);

    @Test
    void mannWhitney_smallSamples_isExact() {
        MannWhitney test = MannWhitney.of(SMALL, OTHER);

        // stats.mannwhitneyu(y, x); also in the tests of Apache Commons Statistics, from R
        assertThat(test.statistic()).isEqualTo(17);
        assertThat(test.pValue()).isCloseTo(0.1111111111111111, within(1e-15));
        assertThat(test.probabilityOfGreater()).isEqualTo(0.85);
    }

    @Test
    void mannWhitney_largerSamplesAndTies_matchesSciPy() {
        // stats.mannwhitneyu(Y, X)
        assertThat(MannWhitney.of(SINES, SHIFTED).statistic()).isEqualTo(2981);
        assertThat(MannWhitney.of(SINES, SHIFTED).pValue()).isCloseTo(0.0145115039201595, within(1e-12));
        // stats.mannwhitneyu(Yr, Xr)
        assertThat(MannWhitney.of(rounded(SINES), rounded(SHIFTED)).statistic()).isEqualTo(2978.5);
        assertThat(MannWhitney.of(rounded(SINES), rounded(SHIFTED)).pValue())
                .isCloseTo(0.014822816495322263, within(1e-12));
    }

    @Test
    void mannWhitney_samplesSwapped_hasTheSamePValue() {
        assertThat(MannWhitney.of(SHIFTED, SINES).pValue())
                .isCloseTo(MannWhitney.of(SINES, SHIFTED).pValue(), within(1e-15));
    }

    @Test
    void mannWhitney_oddSamples_areDefined() {
        double[] constant = {3, 3, 3};

        assertThat(MannWhitney.of(constant, constant).pValue()).isEqualTo(1);
        assertThat(MannWhitney.of(constant, new double[0]).pValue()).isNaN();
        assertThat(MannWhitney.of(new double[] {NAN}, constant).statistic()).isNaN();
        assertThat(MannWhitney.of(new double[] {-INFINITY, 1}, new double[] {2, INFINITY, NAN})
                        .statistic())
                .isEqualTo(4);
    }

    @Test
    void hodgesLehmann_tensAndOnes_matchesR() {
        // wilcox.test(c(10, 20, 30, 40), c(1, 2, 3, 4), conf.int = TRUE); also in the tests of Kayenta
        Interval shift = HodgesLehmann.shift(new double[] {1, 2, 3, 4}, new double[] {10, 20, 30, 40}, 0.95);

        assertThat(shift).isEqualTo(new Interval(6, 22.5, 39, 0.95));
    }

    @Test
    void hodgesLehmann_largerSamples_matchesNumPy() {
        Interval shift = HodgesLehmann.shift(SINES, SHIFTED, 0.95);

        // d = np.sort(np.subtract.outer(Y, X).ravel()); np.median(d); n, m = 60, 80
        // q = int(np.floor(n*m/2 + np.sqrt(n*m*(n+m+1)/12) * stats.norm.ppf(.025) + .5)); d[q-1]; d[n*m-q]
        assertThat(shift.estimate()).isCloseTo(0.2868563104102808, within(1e-15));
        assertThat(shift.low()).isCloseTo(0.06835584212872753, within(1e-15));
        assertThat(shift.high()).isCloseTo(0.4774316332251285, within(1e-15));
    }

    @Test
    void hodgesLehmann_noShift_coversItAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(4);
        int covered = 0;
        for (int round = 0; round < 1000; round++) {
            double[] reference = random.doubles(12).map(Math::log).toArray();
            double[] current = random.doubles(15).map(Math::log).toArray();
            covered += HodgesLehmann.shift(reference, current, 0.9).contains(0) ? 1 : 0;
        }

        assertThat(covered / 1000.0).isBetween(0.88, 0.94);
    }

    @Test
    void hodgesLehmann_tooFewValues_saysSo() {
        assertThat(HodgesLehmann.shift(new double[] {1}, new double[] {4}, 0.95))
                .isEqualTo(new Interval(-INFINITY, 3, INFINITY, 0.95));
        assertThat(HodgesLehmann.shift(new double[] {INFINITY}, SMALL, 0.95).estimate())
                .isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> HodgesLehmann.shift(SMALL, SMALL, 0));
    }

    @Test
    void hodgesLehmann_differencesBeyondTheLargestDouble_areOrdered() {
        double[] huge = {-Double.MAX_VALUE, 0, Double.MAX_VALUE};

        assertThat(HodgesLehmann.shift(huge, huge, 0.5).estimate()).isZero();
    }

    @Test
    void cramerVonMises_smallSamples_matchesSciPyExactly() {
        // stats.cramervonmises_2samp(x, y)
        assertThat(CramerVonMises.of(SMALL, OTHER).statistic()).isCloseTo(0.34259259259259256, within(1e-14));
        assertThat(CramerVonMises.of(SMALL, OTHER).pValue()).isCloseTo(0.14285714285714285, within(1e-14));
        double[] seven = {1, 2, 3, 4, 5, 6, 7.5};
        double[] five = {2.5, 3.5, 8, 9, 10};
        assertThat(CramerVonMises.of(seven, five).statistic()).isCloseTo(0.25753968253968273, within(1e-14));
        assertThat(CramerVonMises.of(seven, five).pValue()).isCloseTo(0.20707070707070707, within(1e-14));
        double[] tied = {1, 1, 2, 2, 3};
        assertThat(CramerVonMises.of(tied, new double[] {2, 3, 3, 4}).pValue())
                .isCloseTo(0.1111111111111111, within(1e-14));
    }

    @Test
    void cramerVonMises_largerSamplesAndTies_matchesSciPy() {
        // stats.cramervonmises_2samp(X, Y), of (Xr, Yr)
        assertThat(CramerVonMises.of(SINES, SHIFTED).statistic()).isCloseTo(0.5949702380952395, within(1e-10));
        assertThat(CramerVonMises.of(SINES, SHIFTED).pValue()).isCloseTo(0.022972265469808795, within(1e-12));
        assertThat(CramerVonMises.of(rounded(SINES), rounded(SHIFTED)).pValue())
                .isCloseTo(0.022265089672721672, within(1e-12));
    }

    @Test
    void cramerVonMises_farTail_matchesTheFullSeries() {
        CramerVonMises test = CramerVonMises.of(Samples.sines(400), Samples.of(300, i -> Math.sin(i * 1.7) + 0.4));

        // SciPy ends its series at 1e-7, so here it is summed to the end by mpmath, tn as in cramervonmises_2samp:
        // 1 - sum(gamma(j+.5)/factorial(j)/pi**1.5/sqrt(tn)*sqrt(4*j+1)*exp(-q)*besselk(.25, q) for j in range(40))
        // with q = (4*j+1)**2 / (16*tn)
        assertThat(test.statistic()).isCloseTo(5.138192857142855, within(1e-9));
        assertThat(test.pValue()).isCloseTo(1.4967425026697655e-12, within(1e-15));
    }

    @Test
    void cramerVonMises_nothingChanged_rejectsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(6);
        int alarms = 0;
        for (int round = 0; round < 2000; round++) {
            alarms += CramerVonMises.of(
                                    random.doubles(40).toArray(),
                                    random.doubles(25).toArray())
                            .rejects(0.05)
                    ? 1
                    : 0;
        }

        assertThat(alarms / 2000.0).isBetween(0.035, 0.065);
    }

    @Test
    void cramerVonMises_oddSamples_areDefined() {
        assertThat(CramerVonMises.of(new double[0], SMALL).pValue()).isNaN();
        assertThat(CramerVonMises.of(new double[] {NAN}, SMALL).rejects(0.5)).isFalse();
        assertThat(CramerVonMises.of(new double[] {1}, new double[] {1}).pValue())
                .isEqualTo(1);
        assertThat(CramerVonMises.of(new double[] {INFINITY, -INFINITY}, SMALL).pValue())
                .isBetween(0.0, 1.0);
        double[] constant = new double[30];
        assertThat(CramerVonMises.of(constant, constant).pValue()).isEqualTo(1);
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> Math.rint(value * 10) / 10).toArray();
    }
}
