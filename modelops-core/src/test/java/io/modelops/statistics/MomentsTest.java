package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final double NAN = Double.NaN;

    @Test
    void of_sines_matchesNumPy() {
        Moments moments = Moments.of(Samples.sines(1000));

        // x = np.sin(np.arange(1, 1001)); x.mean(), x.var(ddof=1), x.min(), x.max(), stats.sem(x)
        assertThat(moments.count()).isEqualTo(1000);
        assertThat(moments.mean()).isCloseTo(0.0008139696340731653, within(1e-15));
        assertThat(moments.variance()).isCloseTo(0.5006926020682, within(1e-13));
        assertThat(moments.min()).isCloseTo(-0.9999903395061709, within(1e-15));
        assertThat(moments.max()).isCloseTo(0.999990471552965, within(1e-15));
        assertThat(moments.standardError()).isCloseTo(0.02237616146858527, within(1e-14));
    }

    @Test
    void variance_largeMean_losesNoDigits() {
        Moments moments = Moments.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

        // x = np.array([1e9+4, 1e9+7, 1e9+13, 1e9+16]); x.var(ddof=1), x.var()
        assertThat(moments.variance()).isEqualTo(30);
        assertThat(moments.populationVariance()).isEqualTo(22.5);
    }

    @Test
    void merge_everySplit_equalsTheWhole() {
        double[] values = Samples.of(50, i -> 1e6 + Math.sin(i));
        Moments whole = Moments.of(values);
        for (int split = 0; split <= values.length; split++) {
            Moments left = Moments.of(Arrays.copyOf(values, split));
            Moments right = Moments.of(Arrays.copyOfRange(values, split, values.length));
            MomentsAccumulator accumulator = new MomentsAccumulator();
            accumulator.add(left);
            accumulator.add(right);

            for (Moments merged : new Moments[] {left.merge(right), right.merge(left), accumulator.moments()}) {
                assertThat(merged.count()).isEqualTo(50);
                assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-9));
                assertThat(merged.variance()).isCloseTo(whole.variance(), within(1e-9));
                assertThat(merged.min()).isEqualTo(whole.min());
                assertThat(merged.max()).isEqualTo(whole.max());
            }
        }
    }

    @Test
    void of_noValues_isNotANumber() {
        Moments moments = Moments.of();

        assertThat(moments).isEqualTo(Moments.EMPTY).isEqualTo(Moments.EMPTY.merge(Moments.EMPTY));
        assertThat(moments.mean()).isNaN();
        assertThat(moments.variance()).isNaN();
        assertThat(moments.populationVariance()).isNaN();
        assertThat(moments.standardError()).isNaN();
    }

    @Test
    void of_oneValue_hasNoSampleVariance() {
        Moments moments = Moments.of(4);

        assertThat(moments).isEqualTo(new Moments(1, 4, 0, 4, 4, 0));
        assertThat(moments.variance()).isNaN();
        assertThat(moments.populationVariance()).isZero();
    }

    @Test
    void of_constant_hasNoSpread() {
        assertThat(Moments.of(0.1, 0.1, 0.1)).isEqualTo(new Moments(3, 0.1, 0, 0.1, 0.1, 0));
    }

    @Test
    void of_nonFiniteValues_countsThemOnly() {
        Moments moments = Moments.of(1, NAN, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        assertThat(moments).isEqualTo(new Moments(2, 2, 2, 1, 3, 3));
        assertThat(moments.merge(Moments.of(NAN)).ignored()).isEqualTo(4);
        assertThat(Moments.of(NAN).merge(moments).ignored()).isEqualTo(4);
    }

    @Test
    void of_valuesWhoseSquaresOverflow_hasInfiniteVarianceAndFiniteMean() {
        Moments moments = Moments.of(1e308, -1e308, 1e308, -1e308);
        Moments merged = Moments.of(1e308, 1e308).merge(Moments.of(-1e308, -1e308));

        assertThat(moments.mean()).isCloseTo(0, within(1e293));
        assertThat(moments.variance()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(merged.mean()).isCloseTo(0, within(1e293));
        assertThat(merged.variance()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void moments_laterValues_doNotChangeSnapshot() {
        MomentsAccumulator accumulator = new MomentsAccumulator();
        accumulator.add(1);
        Moments snapshot = accumulator.moments();

        accumulator.add(2);

        assertThat(snapshot.count()).isEqualTo(1);
        assertThat(accumulator.moments().count()).isEqualTo(2);
    }
}
