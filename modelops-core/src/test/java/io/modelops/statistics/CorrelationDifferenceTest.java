package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorrelationDifferenceTest {
    @Test
    void of_twoCorrelations_matchesSciPy() {
        CorrelationDifference test = CorrelationDifference.of(0.5, 103, 0.2, 203);

        assertThat(test.value()).isCloseTo(-0.3, within(1e-15));
        // 2 * stats.norm.sf(abs(np.arctanh(.2) - np.arctanh(.5)) / np.sqrt(1/100 + 1/200))
        assertThat(test.pValue()).isCloseTo(0.0046582712734008274, within(1e-14));
    }

    @Test
    void ofRanks_twoCorrelations_allowsForTheirLargerVariance() {
        // 2 * stats.norm.sf(abs(np.arctanh(.2) - np.arctanh(.5)) / np.sqrt((1+.5*.25)/100 + (1+.5*.04)/200))
        assertThat(CorrelationDifference.ofRanks(0.5, 103, 0.2, 203).pValue())
                .isCloseTo(0.006719806496232333, within(1e-14));
    }

    @Test
    void of_perfectCorrelations_areDefined() {
        assertThat(CorrelationDifference.of(1, 100, 1, 100).pValue()).isEqualTo(1);
        assertThat(CorrelationDifference.of(-1, 100, 1, 100).pValue()).isLessThan(1e-10);
        assertThat(CorrelationDifference.of(-1, 100, 1, 100).value()).isEqualTo(2);
    }

    @Test
    void of_tooFewPairsOrNoCorrelation_saysNothing() {
        assertThat(CorrelationDifference.of(0.5, 3, 0.1, 100).pValue()).isNaN();
        assertThat(CorrelationDifference.of(Double.NaN, 100, 0.1, 100).pValue()).isNaN();
        assertThat(CorrelationDifference.of(Double.NaN, 100, 0.1, 100).rejects(0.5))
                .isFalse();
    }

    @Test
    void of_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> CorrelationDifference.of(1.1, 10, 0, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> CorrelationDifference.ofRanks(0, 10, 0, -1));
    }

    @Test
    void of_anyCorrelations_givesAProbability() {
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 10_000; round++) {
            CorrelationDifference test = CorrelationDifference.ofRanks(
                    random.nextDouble(-1, 1), 4 + random.nextLong(1L << (round % 60)), random.nextDouble(-1, 1), 4);

            assertThat(test.pValue()).isBetween(0.0, 1.0);
        }
    }
}
