package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BetaPosteriorTest {
    private static final BetaPosterior NOTHING = new BetaPosterior(0, 0);

    @Test
    void probabilityGreaterThan_ofEquals_isAHalf() {
        assertThat(NOTHING.probabilityGreaterThan(NOTHING)).isCloseTo(0.5, within(1e-3));
        assertThat(new BetaPosterior(30, 70).probabilityGreaterThan(new BetaPosterior(30, 70)))
                .isCloseTo(0.5, within(1e-3));
    }

    @Test
    void probabilityGreaterThan_ofKnownCases_isExact() {
        // P(X > Y) with X ~ Beta(2, 1), Y ~ Beta(1, 1) is E[X] = 2/3
        assertThat(new BetaPosterior(1, 0).probabilityGreaterThan(NOTHING)).isCloseTo(2 / 3.0, within(1e-3));
        // X ~ Beta(2, 1), Y ~ Beta(1, 2): E[1 - (1 - X)^2] = 5/6
        assertThat(new BetaPosterior(1, 0).probabilityGreaterThan(new BetaPosterior(0, 1)))
                .isCloseTo(5 / 6.0, within(1e-3));
    }

    @Test
    void new_negativeCount_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaPosterior(-1, 0));
    }
}
