package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {
    private static void assertInterval(Interval interval, double low, double estimate, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-13));
        assertThat(interval.estimate()).isCloseTo(estimate, within(1e-15));
        assertThat(interval.high()).isCloseTo(high, within(1e-13));
    }

    @Test
    void interval_severalProportions_matchesSciPy() {
        // stats.binomtest(successes, trials).proportion_ci(confidence, method='wilson')
        assertInterval(Wilson.interval(8, 10, 0.95), 0.4901624715366418, 0.8, 0.9433178485456248);
        assertInterval(Wilson.interval(1, 1000, 0.95), 0.00017654637062607809, 0.001, 0.0056425585979579355);
    }

    @Test
    void interval_noneOrAll_touchesTheEnd() {
        // stats.binomtest(successes, trials).proportion_ci(confidence, method='wilson')
        assertInterval(Wilson.interval(0, 20, 0.95), 0, 0, 0.16112515805281935);
        assertInterval(Wilson.interval(20, 20, 0.99), 0.7508945989012464, 1, 1);
    }

    @Test
    void interval_noTrials_isEverything() {
        Interval interval = Wilson.interval(0, 0, 0.95);

        assertThat(interval).isEqualTo(new Interval(0, Double.NaN, 1, 0.95));
    }

    @Test
    void interval_hugeCounts_staysInside() {
        Interval interval = Wilson.interval(Long.MAX_VALUE - 1, Long.MAX_VALUE, 0.999999);

        assertThat(interval.low()).isBetween(0.999, 1.0);
        assertThat(interval.high()).isEqualTo(1);
    }

    @Test
    void interval_argumentsOutOfRange_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wilson.interval(11, 10, 0.95))
                .withMessageContaining("successes was 11 of 10 trials");
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(-1, 10, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.interval(1, 10, 1));
    }
}
