package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NewcombeTest {
    private static void assertEnds(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-13));
        assertThat(interval.high()).isCloseTo(high, within(1e-13));
    }

    // Newcombe (1998), Statistics in Medicine 17:873-890, Table II, method 10, gives these to four places. The digits:
    // p, l, u = k/n, *stats.binomtest(k, n).proportion_ci(.95, method='wilson') for both; d = p1 - p2
    // d - np.hypot(p1 - l1, u2 - p2), d + np.hypot(u1 - p1, p2 - l2)
    @Test
    void difference_examplesOfThePaper_matchesThem() {
        assertEnds(Newcombe.difference(56, 70, 48, 80, 0.95), 0.05243147240236484, 0.3338726540369059);
        assertEnds(Newcombe.difference(9, 10, 3, 10, 0.95), 0.17052272393450296, 0.8090179735354881);
        assertEnds(Newcombe.difference(6, 7, 2, 7, 0.95), 0.0582279274823122, 0.8062496375242278);
        assertEnds(Newcombe.difference(5, 56, 0, 29, 0.95), -0.03813714790353688, 0.1925600138551116);
        assertEnds(Newcombe.difference(10, 10, 0, 20, 0.95), 0.6790860371419147, 1);
    }

    @Test
    void difference_estimate_isTheDifference() {
        assertThat(Newcombe.difference(9, 10, 3, 10, 0.95).estimate()).isCloseTo(0.6, within(1e-15));
    }

    @Test
    void difference_eitherWithoutTrials_isEverything() {
        assertThat(Newcombe.difference(0, 0, 3, 10, 0.95)).isEqualTo(new Interval(-1, Double.NaN, 1, 0.95));
        assertThat(Newcombe.difference(3, 10, 0, 0, 0.95)).isEqualTo(new Interval(-1, Double.NaN, 1, 0.95));
    }

    @Test
    void difference_argumentsOutOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Newcombe.difference(1, 10, 5, 4, 0.95));
    }
}
