package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProportionSequenceTest {
    private static final ProportionSequence SEQUENCE = ProportionSequence.atConfidence(0.95);

    private static void assertEnds(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(1e-12));
        assertThat(interval.high()).isCloseTo(high, within(1e-12));
    }

    // f = lambda p: stats.beta.logpdf(p, .5+k, .5+n-k) - stats.beta.logpdf(p, .5, .5) - np.log(alpha)
    // scipy.optimize.brentq(f, 1e-12, k/n, xtol=1e-15), brentq(f, k/n, 1-1e-12, xtol=1e-15)
    @Test
    void proportion_severalProportions_matchesSciPy() {
        assertEnds(SEQUENCE.proportion(3, 200), 0.0008253953759304436, 0.06512992817406033);
        assertEnds(SEQUENCE.proportion(0, 50), 0, 0.10464247710451555);
        assertEnds(ProportionSequence.atConfidence(0.99).proportion(20, 20), 0.7159946882052411, 1);
    }

    @Test
    void difference_twoProportions_combinesBothAtHalfAlpha() {
        Interval interval = SEQUENCE.difference(40, 1000, 3, 200);

        // as above with alpha=.025: (0.020565985198133612, 0.06840200816443939), (0.0006475028779346261,
        // 0.0692918487241875)
        assertEnds(interval, 0.020565985198133612 - 0.0692918487241875, 0.06840200816443939 - 0.0006475028779346261);
        assertThat(interval.estimate()).isCloseTo(0.025, within(1e-15));
        assertThat(interval.confidence()).isEqualTo(0.95);
    }

    @Test
    void proportion_fewTrials_claimsLittle() {
        assertThat(SEQUENCE.proportion(0, 0)).isEqualTo(new Interval(0, Double.NaN, 1, 0.95));
        assertThat(SEQUENCE.proportion(1, 1).low()).isLessThan(0.05);
        assertThat(SEQUENCE.difference(0, 0, 0, 5).contains(0)).isTrue();
        assertThat(SEQUENCE.difference(0, 30, 0, 30).width()).isGreaterThan(0.2);
    }

    @Test
    void proportion_manyTrials_isNarrow() {
        Interval interval = SEQUENCE.proportion(500_000_000, 1_000_000_000);

        assertThat(interval.contains(0.5)).isTrue();
        assertThat(interval.width()).isBetween(1e-5, 3e-4);
    }

    @Test
    void proportion_lookedAtAfterEveryTrial_isWrongAtMostAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(5);
        int wrong = 0;
        for (int stream = 0; stream < 200; stream++) {
            long failures = 0;
            boolean excluded = false;
            for (int trials = 1; trials <= 400; trials++) {
                failures += random.nextDouble() < 0.05 ? 1 : 0;
                excluded |= !SEQUENCE.proportion(failures, trials).contains(0.05);
            }
            wrong += excluded ? 1 : 0;
        }

        assertThat(wrong / 200.0).isLessThanOrEqualTo(0.05);
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> SEQUENCE.proportion(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ProportionSequence.atConfidence(0));
    }
}
