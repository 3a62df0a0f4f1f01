package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WelchTestTest {
    private static final double[] REFERENCE = Samples.sines(40);
    private static final double[] CURRENT = Samples.of(30, i -> 2 * Math.sin(i * 1.3) + 0.4);

    // x = np.sin(np.arange(1, 41.)); y = 2 * np.sin(np.arange(1, 31.) * 1.3) + .4
    // t = stats.ttest_ind(y, x, equal_var=False); t.df; t.confidence_interval(.9)
    @Test
    void of_unequalVariances_matchesSciPy() {
        WelchTest test = WelchTest.of(REFERENCE, CURRENT);

        assertThat(test.statistic()).isCloseTo(1.4395849554039704, within(1e-12));
        assertThat(test.pValue()).isCloseTo(0.15783010002179512, within(1e-12));
        assertThat(test.degreesOfFreedom()).isCloseTo(39.66889147112148, within(1e-10));
        assertThat(test.difference()).isCloseTo(0.4168273630833587, within(1e-13));
        assertThat(test.interval(0.9).low()).isCloseTo(-0.07082296829920542, within(1e-9));
        assertThat(test.interval(0.9).high()).isCloseTo(0.9044776944659227, within(1e-9));
    }

    @Test
    void of_momentsOfParts_isThatOfTheWhole() {
        Moments halves = Moments.of(Samples.sines(13)).merge(Moments.of(Samples.of(27, i -> Math.sin(i + 13))));

        assertThat(WelchTest.of(halves, Moments.of(CURRENT)).pValue())
                .isCloseTo(WelchTest.of(REFERENCE, CURRENT).pValue(), within(1e-13));
    }

    @Test
    void of_noSpread_isOneOrZero() {
        double[] constant = {3, 3, 3};

        assertThat(WelchTest.of(constant, constant).pValue()).isEqualTo(1);
        assertThat(WelchTest.of(constant, new double[] {4, 4}).pValue()).isZero();
        assertThat(WelchTest.of(constant, new double[] {4, 4}).interval(0.9)).isEqualTo(new Interval(1, 1, 1, 0.9));
    }

    @Test
    void of_oneSampleWithoutSpread_isThatOfTheOther() {
        WelchTest test = WelchTest.of(new double[] {0, 0, 0}, new double[] {1, 2, 3, 4});

        // stats.ttest_1samp([1, 2, 3, 4], 0).pvalue
        assertThat(test.pValue()).isCloseTo(0.030466291662170977, within(1e-13));
        assertThat(test.degreesOfFreedom()).isEqualTo(3);
    }

    @Test
    void of_fewerThanTwoValues_rejectsNothing() {
        WelchTest test = WelchTest.of(new double[] {1, Double.NaN}, CURRENT);

        assertThat(test.pValue()).isNaN();
        assertThat(test.interval(0.9).low()).isNaN();
        assertThat(test.rejects(0.05)).isFalse();
        assertThat(WelchTest.of(new double[0], new double[0]).difference()).isNaN();
    }

    @Test
    void of_spreadBeyondTheLargestDouble_rejectsNothing() {
        double[] huge = {-Double.MAX_VALUE, Double.MAX_VALUE};

        assertThat(WelchTest.of(huge, huge).pValue()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WelchTest.of(huge, huge).interval(1));
    }
}
