package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalMixtureTest {
    // From the authors' library confseq, test/uniform_boundaries_unittest.cpp, "from a reference implementation in R":
    // best_rho(100, 0.05) = 12.60056, log_superMG(10, 100) = -0.6510052, bound(100, log(1 / 0.05)) = 30.35209
    @Test
    void tunedFor_hundredObservations_matchesConfseq() {
        NormalMixture mixture = NormalMixture.tunedFor(100, 0.05);

        assertThat(mixture.rho()).isCloseTo(12.60056, within(1e-5));
        assertThat(mixture.logEvidence(10, 100)).isCloseTo(-0.6510052, within(1e-7));
        assertThat(mixture.bound(100, 0.05)).isCloseTo(30.35209, within(1e-5));
    }

    @Test
    void bound_sumOnTheBoundary_hasTheEvidenceOfAlpha() {
        NormalMixture mixture = new NormalMixture(3);

        for (double variance : new double[] {0, 1, 50, 1e6, 1e12}) {
            double sum = mixture.bound(variance, 0.01);
            assertThat(mixture.logEvidence(sum, variance)).isCloseTo(Math.log(100), within(1e-9));
            assertThat(mixture.logEvidence(-sum, variance)).isCloseTo(Math.log(100), within(1e-9));
        }
    }

    @Test
    void logEvidence_noObservations_isNone() {
        assertThat(new NormalMixture(1).logEvidence(0, 0)).isZero();
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalMixture(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalMixture(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(() -> NormalMixture.tunedFor(0, 0.05));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NormalMixture(1).bound(-1, 0.05))
                .withMessageContaining("variance was -1.0");
    }
}
