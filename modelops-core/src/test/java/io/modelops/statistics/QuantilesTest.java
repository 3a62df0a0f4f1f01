package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @Test
    void of_someValues_interpolatesLikeNumPy() {
        double[] quantiles = Quantiles.of(new double[] {3, 1, 4, 1, 5, 9, 2, 6}, 0, 0.1, 0.25, 0.5, 0.75, 0.9, 1);

        // np.quantile([3,1,4,1,5,9,2,6], [0,.1,.25,.5,.75,.9,1])
        assertThat(quantiles)
                .containsExactly(new double[] {1, 1, 1.75, 3.5, 5.25, 6.8999999999999995, 9}, within(1e-15));
    }

    @Test
    void of_missingValues_leavesThemOut() {
        assertThat(Quantiles.of(new double[] {NAN, 2, NAN, 4}, 0.5)).containsExactly(3);
        assertThat(Quantiles.of(new double[] {NAN}, 0, 0.5)).containsExactly(NAN, NAN);
        assertThat(Quantiles.of(new double[0], 1)).containsExactly(NAN);
    }

    @Test
    void of_oneOrEqualValues_returnsIt() {
        assertThat(Quantiles.of(new double[] {7}, 0, 0.3, 1)).containsExactly(7, 7, 7);
        assertThat(Quantiles.of(new double[] {0.1, 0.1, 0.1}, 0.3)).containsExactly(0.1);
    }

    @Test
    void of_besideInfinity_takesNearerNeighbour() {
        double[] values = {-INFINITY, 0, INFINITY};

        assertThat(Quantiles.of(values, 0, 0.2, 0.3, 0.5, 0.6, 0.8))
                .containsExactly(-INFINITY, -INFINITY, 0, 0, 0, INFINITY);
    }

    @Test
    void of_gapBeyondLargestDouble_staysFinite() {
        assertThat(Quantiles.of(new double[] {-Double.MAX_VALUE, Double.MAX_VALUE}, 0.5))
                .containsExactly(0);
    }

    @Test
    void of_values_areNotModified() {
        double[] values = {3, 1, 2};

        Quantiles.of(values, 0.5);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void of_probabilityOutsideUnitInterval_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantiles.of(new double[] {1}, 1.5))
                .withMessageContaining("probability was 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.of(new double[] {1}, NAN));
    }
}
