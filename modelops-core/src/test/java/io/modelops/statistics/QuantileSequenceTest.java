package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileSequenceTest {
    private static final QuantileSequence SEQUENCE = QuantileSequence.atConfidence(0.95);

    // e = lambda k: stats.beta.logpdf(p, .5, .5) - stats.beta.logpdf(p, .5+k, .5+n-k)
    // ok = [k for k in range(n + 1) if e(k) < -np.log(alpha)]; ok[0], ok[-1] + 1
    @Test
    void ranks_severalQuantiles_matchSciPy() {
        assertThat(SEQUENCE.ranks(1000, 0.5)).isEqualTo(new QuantileSequence.Ranks(443, 558));
        assertThat(SEQUENCE.ranks(1000, 0.99)).isEqualTo(new QuantileSequence.Ranks(977, 999));
        assertThat(QuantileSequence.atConfidence(0.99).ranks(50, 0.9)).isEqualTo(new QuantileSequence.Ranks(36, 51));
        assertThat(SEQUENCE.ranks(20, 0.99)).isEqualTo(new QuantileSequence.Ranks(18, 21));
        assertThat(SEQUENCE.ranks(0, 0.99)).isEqualTo(new QuantileSequence.Ranks(0, 1));
        assertThat(SEQUENCE.ranks(4_000_000_000L, 0.5).low()).isBetween(1_999_000_000L, 2_000_000_000L);
    }

    @Test
    void quantile_valuesInAnyOrder_endsAtTheirRanks() {
        double[] values = Samples.of(1000, i -> (i * 617) % 1000);

        Interval median = SEQUENCE.quantile(values, 0.5);

        assertThat(median).isEqualTo(new Interval(442, 499.5, 557, 0.95));
    }

    @Test
    void quantile_fewOrOddValues_isUnboundedOrTheValue() {
        assertThat(SEQUENCE.quantile(new double[0], 0.5))
                .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.NaN, Double.POSITIVE_INFINITY, 0.95));
        assertThat(SEQUENCE.quantile(new double[] {Double.NaN, 7}, 0.5).width()).isInfinite();
        assertThat(SEQUENCE.quantile(Samples.of(100, i -> 3), 0.5)).isEqualTo(new Interval(3, 3, 3, 0.95));
        double[] infinite = Samples.of(100, i -> Double.POSITIVE_INFINITY);
        assertThat(SEQUENCE.difference(infinite, infinite, 0.5).low()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void difference_slowerCandidate_isFound() {
        SplittableRandom random = new SplittableRandom(3);
        double[] baseline = Samples.of(3000, i -> random.nextExponential());
        double[] candidate = Samples.of(3000, i -> 1.5 * random.nextExponential());

        assertThat(SEQUENCE.difference(candidate, baseline, 0.9).isAbove(0)).isTrue();
        assertThat(SEQUENCE.difference(baseline, baseline, 0.9).contains(0)).isTrue();
    }

    @Test
    void quantile_tenThousandOddSamples_isOrdered() {
        double[] odd = {0, -1, 1e308, -1e308, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 5e-324};
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 10_000; i++) {
            double[] values = Samples.of(random.nextInt(12), k -> odd[random.nextInt(odd.length)]);
            double probability = random.nextDouble(1e-12, 1);

            Interval interval = SEQUENCE.quantile(values, probability);

            assertThat(interval.low() <= interval.high()).isTrue();
            assertThat(Double.isNaN(interval.estimate()) || interval.contains(interval.estimate()))
                    .isTrue();
            assertThat(SEQUENCE.difference(values, values, probability).low()).isLessThanOrEqualTo(0);
        }
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> SEQUENCE.ranks(10, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SEQUENCE.ranks(-1, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> SEQUENCE.quantile(new double[0], 0));
        assertThatIllegalArgumentException().isThrownBy(() -> QuantileSequence.atConfidence(1));
    }
}
