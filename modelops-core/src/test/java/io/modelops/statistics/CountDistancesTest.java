package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class CountDistancesTest {
    // r = np.array([500, 300, 150, 40, 10, 0]); c = np.array([420, 330, 180, 50, 15, 5]); p = r / 1000; q = c / 1000
    private static final long[] REFERENCE = {500, 300, 150, 40, 10, 0};
    private static final long[] CURRENT = {420, 330, 180, 50, 15, 5};

    private static final List<ToDoubleBiFunction<long[], long[]>> BOUNDED =
            List.of(Hellinger::distance, TotalVariation::distance, LInfinity::distance, CramersV::of);

    @Test
    void hellinger_shiftedCounts_matchesNumPy() {
        // np.sqrt(((np.sqrt(p) - np.sqrt(q))**2).sum() / 2)
        assertThat(Hellinger.distance(REFERENCE, CURRENT)).isCloseTo(0.07625090516124397, within(1e-15));
    }

    @Test
    void hellinger_countsOfEvidently_matchesItsVector() {
        // Evidently, tests/stattests/test_stattests.py, to 1e-5
        assertThat(Hellinger.distance(new long[] {16, 18, 16, 14, 12, 12}, new long[] {16, 16, 16, 16, 16, 8}))
                .isCloseTo(0.06812, within(1e-5));
    }

    @Test
    void totalVariationAndLInfinity_shiftedCounts_matchSciPy() {
        // scipy.spatial.distance.cityblock(p, q) / 2; scipy.spatial.distance.chebyshev(p, q)
        assertThat(TotalVariation.distance(REFERENCE, CURRENT)).isCloseTo(0.08, within(1e-15));
        assertThat(LInfinity.distance(REFERENCE, CURRENT)).isCloseTo(0.08, within(1e-15));
    }

    @Test
    void kullbackLeibler_shiftedCounts_matchesSciPyInBothDirections() {
        // ps = (r + .5) / (1000 + .5 * 6); qs = (c + .5) / (1000 + .5 * 6); stats.entropy(qs, ps); stats.entropy(ps,
        // qs)
        assertThat(KullbackLeibler.divergence(REFERENCE, CURRENT)).isCloseTo(0.021328541266507225, within(1e-14));
        assertThat(KullbackLeibler.divergence(CURRENT, REFERENCE)).isCloseTo(0.01694101140935019, within(1e-14));
    }

    @Test
    void kullbackLeibler_bothDirections_addUpToThePopulationStability() {
        assertThat(KullbackLeibler.divergence(REFERENCE, CURRENT) + KullbackLeibler.divergence(CURRENT, REFERENCE))
                .isCloseTo(PopulationStability.of(REFERENCE, CURRENT).value(), within(1e-14));
    }

    @Test
    void cramersV_twoSamplesAndTable_matchesNumPy() {
        // def V(t): t = np.asarray(t, float); N = t.sum(); R, K = t.shape
        //   f = max(0, stats.chi2_contingency(t, correction=False)[0] / N - (R-1)*(K-1)/(N-1))
        //   return np.sqrt(f / min(R - (R-1)**2/(N-1) - 1, K - (K-1)**2/(N-1) - 1))
        assertThat(CramersV.of(REFERENCE, CURRENT)).isCloseTo(0.08132525087708954, within(1e-13));
        assertThat(CramersV.of(new long[][] {{10, 20, 30}, {6, 9, 17}, {30, 5, 2}}))
                .isCloseTo(0.4163440586891199, within(1e-13));
        assertThat(CramersV.of(new long[] {5, 5}, new long[] {5, 6})).isZero();
    }

    @Test
    void cramersV_completeAssociation_isOne() {
        assertThat(CramersV.of(new long[][] {{50, 0}, {0, 50}})).isCloseTo(1, within(0.01));
        assertThat(CramersV.of(new long[][] {{5, 0, 0}, {0, 0, 5}})).isCloseTo(1, within(1e-15));
    }

    @Test
    void cramersV_tableThatSaysNothing_isDefined() {
        assertThat(CramersV.of(new long[0][])).isNaN();
        assertThat(CramersV.of(new long[][] {{0, 0}, {1, 0}})).isNaN();
        assertThat(CramersV.of(new long[][] {{3, 4}, {0, 0}})).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> CramersV.of(new long[][] {{1, 2}, {1}}));
    }

    @Test
    void distance_equalShares_isZero() {
        for (ToDoubleBiFunction<long[], long[]> distance : BOUNDED) {
            assertThat(distance.applyAsDouble(new long[] {1, 2, 0, 3}, new long[] {10, 20, 0, 30}))
                    .isZero();
            assertThat(distance.applyAsDouble(new long[] {0, 7}, new long[] {0, 1}))
                    .isZero();
        }
        assertThat(KullbackLeibler.divergence(new long[] {0, 7}, new long[] {0, 1}))
                .isZero();
    }

    @Test
    void distance_nothingShared_isOne() {
        for (ToDoubleBiFunction<long[], long[]> distance : BOUNDED) {
            assertThat(distance.applyAsDouble(new long[] {500, 0}, new long[] {0, 900}))
                    .isCloseTo(1, within(1e-12));
        }
        assertThat(KullbackLeibler.divergence(new long[] {500, 0}, new long[] {0, 900}))
                .isFinite();
    }

    @Test
    void distance_emptySample_isNotANumber() {
        for (ToDoubleBiFunction<long[], long[]> distance : BOUNDED) {
            assertThat(distance.applyAsDouble(new long[] {5, 1}, new long[2])).isNaN();
            assertThat(distance.applyAsDouble(new long[0], new long[0])).isNaN();
        }
        assertThat(KullbackLeibler.divergence(new long[2], new long[] {5, 1})).isNaN();
    }

    @Test
    void distance_unequalLengthsOrNegativeCounts_throws() {
        for (ToDoubleBiFunction<long[], long[]> distance : BOUNDED) {
            assertThatIllegalArgumentException().isThrownBy(() -> distance.applyAsDouble(new long[1], new long[2]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.applyAsDouble(new long[] {1}, new long[] {-1}));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> KullbackLeibler.divergence(new long[1], new long[2]));
    }
}
