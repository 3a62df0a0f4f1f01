package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FalseDiscoveryRateTest {
    private static final double NAN = Double.NaN;

    @Test
    void benjaminiHochberg_severalTests_matchesSciPy() {
        double[] adjusted = FalseDiscoveryRate.benjaminiHochberg(new double[] {0.01, 0.04, 0.03, 0.005, 0.5, 0.04});

        // stats.false_discovery_control([0.01, 0.04, 0.03, 0.005, 0.5, 0.04])
        assertThat(adjusted).containsExactly(new double[] {0.03, 0.048, 0.048, 0.03, 0.5, 0.048}, within(1e-15));
    }

    @Test
    void benjaminiHochberg_testsThatWereNotMade_doNotCount() {
        double[] adjusted = FalseDiscoveryRate.benjaminiHochberg(new double[] {0.02, NAN, 0.8, NAN});

        assertThat(adjusted).containsExactly(0.04, NAN, 0.8, NAN);
    }

    @Test
    void benjaminiHochberg_noneOrOne_staysAsItIs() {
        assertThat(FalseDiscoveryRate.benjaminiHochberg(new double[0])).isEmpty();
        assertThat(FalseDiscoveryRate.benjaminiHochberg(new double[] {0.03})).containsExactly(0.03);
        assertThat(FalseDiscoveryRate.benjaminiHochberg(new double[] {NAN})).containsExactly(NAN);
    }

    @Test
    void benjaminiHochberg_ends_stayInRange() {
        assertThat(FalseDiscoveryRate.benjaminiHochberg(new double[] {1, 0, 1})).containsExactly(1, 0, 1);
    }

    @Test
    void benjaminiHochberg_notAProbability_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalseDiscoveryRate.benjaminiHochberg(new double[] {0.1, 1.2}))
                .withMessageContaining("1.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FalseDiscoveryRate.benjaminiHochberg(new double[] {-0.1}));
    }
}
