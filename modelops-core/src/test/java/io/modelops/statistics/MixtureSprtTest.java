package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MixtureSprtTest {
    // x = np.sin(np.arange(1, 301)) + .2; V = 2.; tau = .3; S = x.cumsum(); n = np.arange(1, 301)
    // logL = .5*np.log(V/(V+n*tau**2)) + tau**2*S**2/(2*V*(V+n*tau**2))
    @Test
    void pValue_observations_matchesTheFormula() {
        MixtureSprt known = MixtureSprt.forEffect(0.3, 2);
        MixtureSprt unknown = MixtureSprt.forEffect(0.3);

        Arrays.stream(Samples.sines(300)).map(x -> x + 0.2).forEach(x -> {
            known.add(x);
            unknown.add(x);
        });

        assertThat(known.logEvidence()).isCloseTo(1.4967312408637368, within(1e-12)); // logL[-1]
        assertThat(known.pValue())
                .isCloseTo(
                        0.19704175068163451, within(1e-12)); // np.minimum.accumulate(np.minimum(1, np.exp(-logL)))[-1]
        assertThat(unknown.logEvidence()).isCloseTo(9.872858041974643, within(1e-10)); // V = x.var(ddof=1)
        assertThat(unknown.rejects(0.001)).isTrue();
    }

    @Test
    void pValue_nothingToClaim_isOne() {
        MixtureSprt test = MixtureSprt.forEffect(1);
        assertThat(test.pValue()).isEqualTo(1);

        for (int i = 0; i < 99; i++) {
            test.add(50 + i % 2);
        }
        test.add(Double.NaN);
        assertThat(test.pValue()).isEqualTo(1);

        MixtureSprt constant = MixtureSprt.forEffect(1);
        for (int i = 0; i < 500; i++) {
            constant.add(7);
        }
        assertThat(constant.pValue()).isEqualTo(1);
    }

    @Test
    void pValue_hugeObservations_staysInTheUnitInterval() {
        MixtureSprt test = MixtureSprt.forEffect(1e-300);
        for (int i = 0; i < 300; i++) {
            test.add(i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE / 2);
            assertThat(test.pValue()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> MixtureSprt.forEffect(0));
        assertThatIllegalArgumentException().isThrownBy(() -> MixtureSprt.forEffect(1, 0));
    }
}
