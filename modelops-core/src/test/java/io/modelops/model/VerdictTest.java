package io.modelops.model;

import static io.modelops.model.Verdict.FAIL;
import static io.modelops.model.Verdict.INCONCLUSIVE;
import static io.modelops.model.Verdict.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    @ParameterizedTest
    @EnumSource(Verdict.class)
    void and_anyOther_isTheWorse(Verdict other) {
        assertThat(PASS.and(other)).isEqualTo(other);
        assertThat(FAIL.and(other)).isEqualTo(FAIL);
        assertThat(INCONCLUSIVE.and(other)).isEqualTo(other == FAIL ? FAIL : INCONCLUSIVE);
        assertThat(other.and(INCONCLUSIVE)).isEqualTo(INCONCLUSIVE.and(other));
    }
}
