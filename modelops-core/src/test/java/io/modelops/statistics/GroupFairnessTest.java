package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.statistics.GroupFairness.Counts;
import org.junit.jupiter.api.Test;

class GroupFairnessTest {
    // def nc(a, n, b, m): w = binomtest(a, n).proportion_ci(.95, 'wilson'); v = binomtest(b, m).proportion_ci(.95,
    // 'wilson')
    //     d = a/n - b/m; return d - hypot(a/n - w.low, v.high - b/m), d, d + hypot(w.high - a/n, b/m - v.low)
    // e, f = nc(30, 50, 45, 55), nc(10, 70, 30, 100); d = (e[1] + f[1]) / 2                               # SciPy 1.17
    // d - hypot(e[1] - e[0], f[1] - f[0]) / 2, d, d + hypot(e[2] - e[1], f[2] - f[1]) / 2
    @Test
    void averageOdds_twoGroups_hasTheIntervalOfBothDifferences() {
        GroupFairness fairness = GroupFairness.of(new Counts(30, 10, 20, 60), new Counts(45, 30, 10, 70), 0.95);

        assertThat(fairness.averageOdds().estimate()).isCloseTo(-0.1876623376623377, within(1e-12));
        assertThat(fairness.averageOdds().low()).isCloseTo(-0.2860090694153118, within(1e-12));
        assertThat(fairness.averageOdds().high()).isCloseTo(-0.07950836541716641, within(1e-12));
        assertThat(fairness.averageOdds().estimate()).isEqualTo(fairness.averageOddsDifference());
    }

    @Test
    void averageOdds_noNegatives_isAnything() {
        Interval odds = GroupFairness.of(new Counts(3, 0, 4, 0), new Counts(1, 1, 1, 1), 0.9)
                .averageOdds();

        assertThat(odds.estimate()).isNaN();
        assertThat(odds.low()).isEqualTo(-1);
        assertThat(odds.high()).isEqualTo(1);
        assertThat(odds.confidence()).isEqualTo(0.9);
    }
}
