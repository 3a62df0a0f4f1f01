package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FamilyWiseErrorTest {
    private static final double[] P_VALUES = {0.01, 0.04, 0.03, 0.005, 0.2, 0.9};

    @Test
    void holm_severalTests_matchesR() {
        // p.adjust(c(.01, .04, .03, .005, .2, .9), "holm")
        assertThat(FamilyWiseError.holm(P_VALUES))
                .containsExactly(new double[] {0.05, 0.12, 0.12, 0.03, 0.4, 0.9}, within(1e-15));
    }

    @Test
    void bonferroni_severalTests_matchesR() {
        // p.adjust(c(.01, .04, .03, .005, .2, .9), "bonferroni")
        assertThat(FamilyWiseError.bonferroni(P_VALUES))
                .containsExactly(new double[] {0.06, 0.24, 0.18, 0.03, 1, 1}, within(1e-15));
    }

    @Test
    void adjusted_testsThatWereNotMade_doNotCount() {
        double[] pValues = {Double.NaN, 0.02, Double.NaN, 0.5};

        assertThat(FamilyWiseError.holm(pValues)).containsExactly(Double.NaN, 0.04, Double.NaN, 0.5);
        assertThat(FamilyWiseError.bonferroni(pValues)).containsExactly(Double.NaN, 0.04, Double.NaN, 1);
        assertThat(FamilyWiseError.holm(new double[0])).isEmpty();
    }

    @Test
    void adjusted_noPValue_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FamilyWiseError.holm(new double[] {0.1, 1.5}))
                .withMessageContaining("outside 0..1 in [0.1, 1.5]");
        assertThatIllegalArgumentException().isThrownBy(() -> FamilyWiseError.bonferroni(new double[] {-0.1}));
    }
}
