package io.modelops.model;

import static io.modelops.model.Severity.CRITICAL;
import static io.modelops.model.Severity.INFO;
import static io.modelops.model.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeverityTest {
    @Test
    void atLeast_worseOrSame_isTrue() {
        assertThat(CRITICAL.atLeast(WARNING)).isTrue();
        assertThat(WARNING.atLeast(WARNING)).isTrue();
        assertThat(WARNING.atLeast(INFO)).isTrue();
    }

    @Test
    void atLeast_milder_isFalse() {
        assertThat(INFO.atLeast(WARNING)).isFalse();
        assertThat(WARNING.atLeast(CRITICAL)).isFalse();
    }
}
