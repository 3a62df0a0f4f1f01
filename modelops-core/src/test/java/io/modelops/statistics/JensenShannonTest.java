package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JensenShannonTest {
    private static final long[] REFERENCE = {500, 300, 150, 40, 10, 0};
    private static final long[] CURRENT = {420, 330, 180, 50, 15, 5};

    @Test
    void distance_shiftedCounts_matchesSciPy() {
        // scipy.spatial.distance.jensenshannon(reference, current, base=2), and its square
        assertThat(JensenShannon.distance(REFERENCE, CURRENT)).isCloseTo(0.08530744139196016, within(1e-14));
        assertThat(JensenShannon.divergence(REFERENCE, CURRENT)).isCloseTo(0.007277359556842717, within(1e-14));
    }

    @Test
    void distance_equalShares_isZero() {
        assertThat(JensenShannon.distance(new long[] {1, 2, 3}, new long[] {10, 20, 30}))
                .isZero();
        assertThat(JensenShannon.distance(new long[] {0, 7}, new long[] {0, 1})).isZero();
    }

    @Test
    void distance_nothingShared_isOne() {
        assertThat(JensenShannon.distance(new long[] {5, 0, 2}, new long[] {0, 9, 0}))
                .isCloseTo(1, within(1e-15));
    }

    @Test
    void distance_emptySample_isNotANumber() {
        assertThat(JensenShannon.distance(new long[] {5}, new long[] {0})).isNaN();
        assertThat(JensenShannon.distance(new long[0], new long[0])).isNaN();
    }

    @Test
    void distance_unequalLengths_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> JensenShannon.distance(new long[1], new long[2]));
    }
}
