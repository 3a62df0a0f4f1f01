package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GTestTest {
    private static final long[] REFERENCE = {500, 300, 150, 40, 10};
    private static final long[] CURRENT = {420, 330, 180, 50, 20};

    // stats.chi2_contingency([r, c], lambda_="log-likelihood", correction=False)
    @Test
    void of_shiftedCounts_matchesSciPy() {
        GTest test = GTest.of(REFERENCE, CURRENT);

        assertThat(test.statistic()).isCloseTo(15.636858287759745, within(1e-10));
        assertThat(test.pValue()).isCloseTo(0.003547240182122273, within(1e-13));
        assertThat(test.degreesOfFreedom()).isEqualTo(4);
        assertThat(test.referenceSize()).isEqualTo(1000);
        assertThat(test.currentSize()).isEqualTo(1000);
    }

    @Test
    void of_rareBins_arePooledAsForChiSquare() {
        long[] reference = {500, 300, 150, 40, 10, 1, 0, 3, 2};
        long[] current = {420, 330, 180, 50, 20, 0, 1, 2, 2};

        GTest test = GTest.of(reference, current);

        assertThat(test.degreesOfFreedom())
                .isEqualTo(ChiSquareHomogeneity.of(reference, current).degreesOfFreedom());
        assertThat(test.statistic())
                .isEqualTo(GTest.of(pooled(REFERENCE, 6), pooled(CURRENT, 5)).statistic());
    }

    private static long[] pooled(long[] counts, long rest) {
        return new long[] {counts[0], counts[1], counts[2], counts[3], counts[4], rest};
    }

    @Test
    void of_oneBin_isOne() {
        GTest test = GTest.of(new long[] {0, 50}, new long[] {0, 9});

        assertThat(test.statistic()).isZero();
        assertThat(test.pValue()).isEqualTo(1);
        assertThat(test.degreesOfFreedom()).isZero();
    }

    @Test
    void of_emptySample_rejectsNothing() {
        assertThat(GTest.of(REFERENCE, new long[5]).statistic()).isNaN();
        assertThat(GTest.of(REFERENCE, new long[5]).rejects(0.05)).isFalse();
        assertThat(GTest.of(new long[0], new long[0]).pValue()).isNaN();
    }

    @Test
    void of_unequalLengths_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> GTest.of(new long[1], new long[2]));
    }
}
