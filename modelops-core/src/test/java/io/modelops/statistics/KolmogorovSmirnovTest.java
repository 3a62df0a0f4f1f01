package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final double[] SEVEN = {1.5, -0.3, 2.2, 0.1, 0.9, -1.1, 3.0};
    private static final double[] NINE = {0.2, 1.1, -0.7, 2.8, 4.0, 5.1, 1.9, 2.5, 3.3};

    @Test
    void of_smallSamples_matchesSciPyExactly() {
        KolmogorovSmirnov test = KolmogorovSmirnov.of(SEVEN, NINE);

        // stats.ks_2samp(seven, nine)
        assertThat(test.statistic()).isCloseTo(0.4126984126984127, within(1e-15));
        assertThat(test.pValue()).isCloseTo(0.4302447552447553, within(1e-14));
        assertThat(test.referenceSize()).isEqualTo(7);
        assertThat(test.currentSize()).isEqualTo(9);
    }

    @Test
    void of_largeSamples_matchesSciPy() {
        KolmogorovSmirnov test =
                KolmogorovSmirnov.of(Samples.sines(1000), Samples.of(800, i -> Math.sin(i * 1.7) + 0.05));

        // stats.ks_2samp(np.sin(np.arange(1, 1001)), np.sin(np.arange(1, 801) * 1.7) + 0.05)
        assertThat(test.statistic()).isCloseTo(0.1, within(1e-14));
        assertThat(test.pValue()).isCloseTo(0.0002558081529838337, Percentage.withPercentage(1e-6));
    }

    @Test
    void of_tiedValues_matchesSciPy() {
        KolmogorovSmirnov test = KolmogorovSmirnov.of(new double[] {1, 2, 2, 3}, new double[] {2, 2, 3, 3, 4});

        // stats.ks_2samp([1, 2, 2, 3], [2, 2, 3, 3, 4])
        assertThat(test.statistic()).isCloseTo(0.35, within(1e-15));
        assertThat(test.pValue()).isCloseTo(0.873015873015873, within(1e-14));
    }

    @Test
    void of_singleValue_matchesSciPy() {
        double[] four = {1, 2, 3, 4};

        // stats.ks_2samp([5.0], [1, 2, 3, 4], method='exact'), then with [2.5]
        assertThat(KolmogorovSmirnov.of(new double[] {5}, four).pValue()).isCloseTo(0.4, within(1e-15));
        assertThat(KolmogorovSmirnov.of(four, new double[] {2.5}).pValue()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.of(new double[] {1}, new double[] {1}).pValue())
                .isEqualTo(1);
    }

    @Test
    void of_missingAndInfiniteValues_areLeftOutAndOrdered() {
        KolmogorovSmirnov test =
                KolmogorovSmirnov.of(new double[] {NAN, 1, 2, -INFINITY}, new double[] {INFINITY, NAN, INFINITY, 2});

        assertThat(test).isEqualTo(KolmogorovSmirnov.of(new double[] {1, 2, 0}, new double[] {3, 3, 2}));
    }

    @Test
    void of_noValues_rejectsNothing() {
        KolmogorovSmirnov test = KolmogorovSmirnov.of(new double[] {NAN, NAN}, SEVEN);

        assertThat(test.statistic()).isNaN();
        assertThat(test.pValue()).isNaN();
        assertThat(test.rejects(0.05)).isFalse();
        assertThat(test.referenceSize()).isZero();
    }

    @Test
    void of_constantColumns_areEqualOrNot() {
        double[] ones = Samples.of(50, i -> 1);

        assertThat(KolmogorovSmirnov.of(ones, ones).pValue()).isEqualTo(1);
        assertThat(KolmogorovSmirnov.of(ones, Samples.of(50, i -> 2)).rejects(1e-6))
                .isTrue();
    }
}
